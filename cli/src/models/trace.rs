//! What the explorer found, as text.

use std::io::{self, Write};

use pleach_models_check::explorer::campaign::Campaign;
use pleach_models_check::explorer::found::{Attack, Replayed};

use super::replay::ReplayArgs;

/// Prints what came of an exploration.
///
/// # Errors
/// Those of `out`.
pub fn write_campaign(out: &mut impl Write, campaign: &Campaign) -> io::Result<()> {
    write!(out, "{}", campaign.parameters())?;
    match campaign.shard.count {
        1 => writeln!(out)?,
        _ => writeln!(out, "; shard {}", campaign.shard)?,
    }
    for (index, attack) in campaign.attacks.iter().enumerate() {
        writeln!(out, "\nViolation {}:", index.saturating_add(1))?;
        write_attack(out, attack)?;
    }
    let Campaign { states, steps, merged, seconds, states_per_second, parts, .. } = campaign;
    let threads = if *parts == 1 { "1 thread".to_owned() } else { format!("{parts} threads, added up") };
    writeln!(out, "\n{states} states, {steps} steps, {merged} of them to a state that was known")?;
    writeln!(out, "{seconds:.2} s of {threads}: {states_per_second:.0} states/s each")?;
    if campaign.loose > 0 {
        writeln!(out, "{} secrets are secret though the oracle has them exposed", campaign.loose)?;
    }
    match (campaign.attacks.len(), campaign.complete) {
        (0, true) => writeln!(out, "No violation")?,
        (0, false) => writeln!(out, "No violation, but not all was explored")?,
        (1, _) => writeln!(out, "1 violation")?,
        (count, _) => writeln!(out, "{count} violations")?,
    }
    out.flush()
}

/// Prints what came of given operations.
///
/// # Errors
/// Those of `out`.
pub fn write_replayed(
    out: &mut impl Write,
    args: &ReplayArgs,
    operations: &[String],
    end: &Replayed,
) -> io::Result<()> {
    write!(out, "{}", args.scene.scene())?;
    match args.scene.mutants.as_slice() {
        [] => writeln!(out)?,
        mutants => writeln!(out, "; without {}", mutants.join(", "))?,
    }
    match end {
        Replayed::Attack(attack) => {
            write_attack(out, attack)?;
            let rest = operations.len().saturating_sub(attack.operations.len());
            match rest {
                0 => {}
                1 => writeln!(out, "The last operation was not done")?,
                count => writeln!(out, "The last {count} operations were not done")?,
            }
        }
        Replayed::Refused { index } => {
            write_operations(out, operations.get(..=*index).unwrap_or(operations))?;
            writeln!(out, "The last of these cannot happen there, or changes nothing. Until there, no violation")?;
        }
        Replayed::Holds { loose } => {
            write_operations(out, operations)?;
            if *loose > 0 {
                writeln!(out, "{loose} secrets are secret though the oracle has them exposed")?;
            }
            writeln!(out, "No violation")?;
        }
    }
    out.flush()
}

/// The operations, each violation, and how the adversary knows the first secret.
fn write_attack(out: &mut impl Write, attack: &Attack) -> io::Result<()> {
    write_operations(out, &attack.operations)?;
    for violation in &attack.violations {
        writeln!(out, "{}: {}", violation.property, violation.what)?;
    }
    let derived = attack.violations.iter().find(|violation| !violation.derivation.is_empty());
    if let Some(violation) = derived {
        writeln!(out, "How {}:", violation.what)?;
        violation.derivation.iter().try_for_each(|line| writeln!(out, "    {line}"))?;
    }
    Ok(())
}

fn write_operations(out: &mut impl Write, operations: &[String]) -> io::Result<()> {
    for (index, operation) in operations.iter().enumerate() {
        writeln!(out, "  {}. {operation}", index.saturating_add(1))?;
    }
    Ok(())
}

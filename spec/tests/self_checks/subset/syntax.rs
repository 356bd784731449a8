//! Questions about syntax that need no state.

use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Item, Meta, Pat, Token, Type};

/// `value, pattern` or `value, pattern if guard`.
pub(crate) fn parse_matches(input: ParseStream<'_>) -> syn::Result<(Expr, Pat, Option<Expr>)> {
    let value = input.parse()?;
    input.parse::<Token![,]>()?;
    let pattern = Pat::parse_multi_with_leading_vert(input)?;
    let guard = if input.parse::<Option<Token![if]>>()?.is_some() { Some(input.parse()?) } else { None };
    input.parse::<Option<Token![,]>>()?;
    Ok((value, pattern, guard))
}

/// Expressions between commas, or `value; length`.
pub(crate) fn parse_arguments(input: ParseStream<'_>) -> syn::Result<Vec<Expr>> {
    let mut arguments = Vec::new();
    while !input.is_empty() {
        arguments.push(input.parse()?);
        if input.parse::<Option<Token![;]>>()?.is_none() && !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(arguments)
}

/// The name of an item and its attributes.
pub(crate) fn describe(item: &Item) -> (Option<String>, &[Attribute]) {
    match item {
        Item::Const(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Enum(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Fn(item) => (Some(item.sig.ident.to_string()), &item.attrs),
        Item::Impl(item) => (type_name(&item.self_ty), &item.attrs),
        Item::Macro(item) => {
            let name = item.ident.as_ref().or(item.mac.path.get_ident());
            (name.map(ToString::to_string), &item.attrs)
        }
        Item::Mod(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Static(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Struct(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Trait(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Type(item) => (Some(item.ident.to_string()), &item.attrs),
        Item::Use(item) => (None, &item.attrs),
        _ => (None, &[]),
    }
}

pub(crate) fn type_name(of: &Type) -> Option<String> {
    match of {
        Type::Path(of) => of.path.segments.last().map(|part| part.ident.to_string()),
        _ => None,
    }
}

pub(crate) fn is_formatter(of: &Type) -> bool {
    type_name(of).is_some_and(|name| name == "Formatter")
}

/// Whether a condition is made of `test` and `hax` only.
pub(crate) fn is_permitted(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test") || path.is_ident("hax"),
        Meta::List(list) => list
            .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
            .is_ok_and(|conditions| conditions.iter().all(is_permitted)),
        Meta::NameValue(_) => false,
    }
}

pub(crate) fn unparenthesised(expr: &Expr) -> &Expr {
    match expr {
        Expr::Paren(inner) => unparenthesised(&inner.expr),
        _ => expr,
    }
}

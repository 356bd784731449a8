//! Every operation is read as it is written.

use pleach_models::client::Client;
use pleach_models::mls::operation::{Forgery, Leak, Operation};
use pleach_models::reading::Arrival;

fn operations() -> Vec<Operation> {
    let (a, b) = (Client(0), Client(27));
    let leaks = [Leak::State(a), Leak::Signature(b), Leak::Node(a, 5), Leak::Psk, Leak::OtherGroup(a)];
    let forgeries = [
        Forgery::Commit(a),
        Forgery::Add(a, b),
        Forgery::Remove(a, b),
        Forgery::Update(a),
        Forgery::External(a),
        Forgery::JoinBeside(a),
        Forgery::Send(a),
        Forgery::Split(a, b),
        Forgery::KeyPackage(a),
        Forgery::Fork(a, b),
        Forgery::Invite(a, b),
        Forgery::InviteToTree(a, b, 3),
        Forgery::Relay(a),
    ];
    let mut operations = vec![
        Operation::Commit(a),
        Operation::Add(a, b),
        Operation::Remove(a, b),
        Operation::Update(a),
        Operation::External(a),
        Operation::Psk(a),
        Operation::Send(a),
        Operation::Offline(a),
        Operation::Online(a, Arrival::InOrder),
        Operation::Online(a, Arrival::FirstLate),
        Operation::Online(a, Arrival::FirstLost),
    ];
    operations.extend(leaks.map(Operation::Leak));
    operations.extend(forgeries.map(Operation::Forge));
    operations.extend(forgeries.map(|forgery| Operation::ForgeTo(b, forgery)));
    operations
}

#[test]
fn an_operation_is_read_as_it_is_written() {
    let operations = operations();
    assert_eq!(operations.len(), 42);
    for operation in operations {
        assert_eq!(operation.to_string().parse(), Ok(operation), "{operation}");
    }
}

#[test]
fn what_is_no_operation_is_refused_with_its_words() {
    for text in [
        "",
        "A",
        "A dances",
        "A adds",
        "A adds B C",
        "leak: state of",
        "adversary: as A",
        "adversary to B as A commits",
        "a commits",
    ] {
        let error = text.parse::<Operation>().unwrap_err();
        assert_eq!(error.to_string(), format!("no operation is written `{text}`"));
    }
}

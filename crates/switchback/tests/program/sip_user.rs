//! The password of a phone becomes lines of the topology.

use std::{
    io::{ErrorKind, Write as _},
    process::{Output, Stdio},
};

use crate::fixtures::{PoolFolder, failure, success};

fn sip_user(address: &str, password: &str) -> Output {
    let folder = PoolFolder::new("primary.contoso.com", "");
    let mut command = folder.command(&["sip-user", address]);
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // A command line that is wrong is refused before anything is read.
    if let Err(error) = child.stdin.take().unwrap().write_all(password.as_bytes()) {
        assert_eq!(error.kind(), ErrorKind::BrokenPipe);
    }
    child.wait_with_output().unwrap()
}

#[test]
fn a_password_becomes_digests_for_the_realm_of_its_user() {
    insta::assert_snapshot!(success(&sip_user("sip:alex@Contoso.com", "correct horse\n")), @r#"
    [[user]]
    address = "sip:alex@Contoso.com"
    md5 = "340796656e80d75e251ee6367a52d23c"
    sha256 = "df0e250b5586237499381f3908963591c4cfb75882c5814d573858a1d17822a4"
    "#);
}

#[test]
fn a_short_password_and_a_wrong_address_are_refused() {
    insta::assert_snapshot!(failure(&sip_user("sip:alex@contoso.com", "short\n"), 1), @"switchback: the password has 5 characters; it must have 8 to 256");
    let refused = failure(&sip_user("alex", "correct horse\n"), 1);
    assert!(refused.contains("\"alex\" is not"), "{refused}");
}

//! Identities as documents print them.

use crate::shown;

#[test]
fn misplaced_quotes_are_put_right() {
    let texts = [
        r#"Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com""#,
        r#"Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com"#,
        r#"Get-CsRgsQueue -Owner "service:ApplicationServer":primary.contoso.com" -ShowAll"#,
        r#"Get-CsRgsQueue -Owner "SERVICE:applicationserver"primary-1.contoso.com" -Name "Help Desk""#,
        r#"Get-CsRgsQueue -Owner "service:ApplicationServer"<primary"#,
        r#"(Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com").Name"#,
        r#"Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com"; Get-CsRgsQueue"#,
        "Get-CsRgsQueue \"service:ApplicationServer\"primary.contoso.com\"\nGet-CsRgsQueue",
        "Get-CsRgsQueue -Owner “service:ApplicationServer”primary.contoso.com”",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com"
        (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:primary.contoso.com")
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com
        (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:primary.contoso.com")
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Owner "service:ApplicationServer":primary.contoso.com" -ShowAll
        (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:primary.contoso.com" -ShowAll)
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Owner "SERVICE:applicationserver"primary-1.contoso.com" -Name "Help Desk"
        (cmd Get-CsRgsQueue -Owner "SERVICE:applicationserver:primary-1.contoso.com" -Name "Help Desk")
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "SERVICE:applicationserver:primary-1.contoso.com"
    Get-CsRgsQueue -Owner "service:ApplicationServer"<primary
        (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:<primary")
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:<primary"
    (Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com").Name
        (. (paren (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:primary.contoso.com")) Name)
        ? Line 1, column 24: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Owner "service:ApplicationServer"primary.contoso.com"; Get-CsRgsQueue
        (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:primary.contoso.com")
        (cmd Get-CsRgsQueue)
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue "service:ApplicationServer"primary.contoso.com"
    Get-CsRgsQueue
        (cmd Get-CsRgsQueue "service:ApplicationServer:primary.contoso.com")
        (cmd Get-CsRgsQueue)
        ? Line 1, column 16: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Owner “service:ApplicationServer”primary.contoso.com”
        (cmd Get-CsRgsQueue -Owner "service:ApplicationServer:primary.contoso.com")
        ? Line 1, column 23: the quotes of this identity are misplaced; it is read as "service:ApplicationServer:primary.contoso.com"
    "#);
}

#[test]
fn a_blank_after_a_colon_is_tolerated() {
    let texts = [
        "New-CsRgsAgentGroup -Parent service: ApplicationServer:atl-cs-001.litwareinc.com -Name a",
        "New-CsRgsAgentGroup -Parent service:ApplicationServer: atl-cs-001.litwareinc.com",
        "New-CsRgsAgentGroup -Parent service: ApplicationServer: atl-cs-001.litwareinc.com",
        "Export-CsRgsConfiguration -Source ApplicationServer: backup.contoso.com -Owner a",
        r#"Get-CsRgsQueue -Identity "service:ApplicationServer:" primary.contoso.com"#,
        r#"Get-CsRgsQueue -Identity service: "ApplicationServer:primary.contoso.com""#,
        "Get-CsRgsQueue -Identity service:ApplicationServer: $pool.contoso.com",
        "Get-CsRgsQueue -Identity service:ApplicationServer: a$x",
        "Get-CsRgsQueue -Identity:service: ApplicationServer:a.contoso.com",
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    New-CsRgsAgentGroup -Parent service: ApplicationServer:atl-cs-001.litwareinc.com -Name a
        (cmd New-CsRgsAgentGroup -Parent service:ApplicationServer:atl-cs-001.litwareinc.com -Name a)
        ? Line 1, column 29: this identity has a blank after a colon; it is read as "service:ApplicationServer:atl-cs-001.litwareinc.com"
    New-CsRgsAgentGroup -Parent service:ApplicationServer: atl-cs-001.litwareinc.com
        (cmd New-CsRgsAgentGroup -Parent service:ApplicationServer:atl-cs-001.litwareinc.com)
        ? Line 1, column 29: this identity has a blank after a colon; it is read as "service:ApplicationServer:atl-cs-001.litwareinc.com"
    New-CsRgsAgentGroup -Parent service: ApplicationServer: atl-cs-001.litwareinc.com
        (cmd New-CsRgsAgentGroup -Parent service:ApplicationServer:atl-cs-001.litwareinc.com)
        ? Line 1, column 29: this identity has a blank after a colon; it is read as "service:ApplicationServer:atl-cs-001.litwareinc.com"
    Export-CsRgsConfiguration -Source ApplicationServer: backup.contoso.com -Owner a
        (cmd Export-CsRgsConfiguration -Source ApplicationServer:backup.contoso.com -Owner a)
        ? Line 1, column 35: this identity has a blank after a colon; it is read as "ApplicationServer:backup.contoso.com"
    Get-CsRgsQueue -Identity "service:ApplicationServer:" primary.contoso.com
        (cmd Get-CsRgsQueue -Identity "service:ApplicationServer:primary.contoso.com")
        ? Line 1, column 26: this identity has a blank after a colon; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Identity service: "ApplicationServer:primary.contoso.com"
        (cmd Get-CsRgsQueue -Identity service:ApplicationServer:primary.contoso.com)
        ? Line 1, column 26: this identity has a blank after a colon; it is read as "service:ApplicationServer:primary.contoso.com"
    Get-CsRgsQueue -Identity service:ApplicationServer: $pool.contoso.com
        (cmd Get-CsRgsQueue -Identity service:ApplicationServer: (. (. $pool contoso) com))
    Get-CsRgsQueue -Identity service:ApplicationServer: a$x
        (cmd Get-CsRgsQueue -Identity (word "service:ApplicationServer:a" $x))
        ? Line 1, column 26: this identity has a blank after a colon; it is read as "service:ApplicationServer:..."
    Get-CsRgsQueue -Identity:service: ApplicationServer:a.contoso.com
        (cmd Get-CsRgsQueue -Identity:service:ApplicationServer:a.contoso.com)
        ? Line 1, column 26: this identity has a blank after a colon; it is read as "service:ApplicationServer:a.contoso.com"
    "#);
}

#[test]
fn other_identities_are_left_alone() {
    let texts = [
        r#"Get-CsRgsQueue -Identity "service:ApplicationServer: primary.contoso.com""#,
        "Get-CsRgsQueue -Identity service:ApplicationServer:primary.contoso.com",
        "Get-CsRgsQueue -Identity service: -Name a",
        "Get-CsRgsQueue -Identity service:\nGet-CsRgsQueue",
        r#"Get-CsRgsQueue "service:ApplicationServer" primary"#,
        r#"Get-CsRgsQueue "service:ApplicationServer","b""#,
        "Get-X sip: a",
        r#"$x = "service:ApplicationServer""#,
        r#"Get-X "service:ApplicationServerX"y"#,
    ];
    insta::assert_snapshot!(shown(&texts), @r#"
    Get-CsRgsQueue -Identity "service:ApplicationServer: primary.contoso.com"
        (cmd Get-CsRgsQueue -Identity "service:ApplicationServer: primary.contoso.com")
    Get-CsRgsQueue -Identity service:ApplicationServer:primary.contoso.com
        (cmd Get-CsRgsQueue -Identity service:ApplicationServer:primary.contoso.com)
    Get-CsRgsQueue -Identity service: -Name a
        (cmd Get-CsRgsQueue -Identity service: -Name a)
    Get-CsRgsQueue -Identity service:
    Get-CsRgsQueue
        (cmd Get-CsRgsQueue -Identity service:)
        (cmd Get-CsRgsQueue)
    Get-CsRgsQueue "service:ApplicationServer" primary
        (cmd Get-CsRgsQueue "service:ApplicationServer" primary)
    Get-CsRgsQueue "service:ApplicationServer","b"
        (cmd Get-CsRgsQueue (list "service:ApplicationServer" "b"))
    Get-X sip: a
        (cmd Get-X sip: a)
    $x = "service:ApplicationServer"
        (= $x "service:ApplicationServer")
    Get-X "service:ApplicationServerX"y
        (cmd Get-X "service:ApplicationServerX" y)
    "#);
}

/// Wrong topologies, and what is said about each.
pub(crate) const TOPOLOGIES: &[(&str, &str)] = &[
    ("", "topology.toml: the topology lists no pool; add a heading [[pool]] with fqdn and api for each"),
    (
        r#"[[pool]]
fqdn = "backup.contoso.com"
api = "http://127.0.0.1:5802"
"#,
        "pool.toml:1: the topology topology.toml does not list primary.contoso.com; it lists backup.contoso.com",
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
"#,
        "topology.toml:5: the pool primary.contoso.com is listed already; give each pool one heading",
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[pool]]
fqdn = "backup.contoso.com"
api = "http://127.0.0.1:5801"
"#,
        "topology.toml:6: primary.contoso.com has the address http://127.0.0.1:5801 already; give each pool its own",
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
"#,
        r#"topology.toml:1: "pool.api" is missing; write api = "https://pool.contoso.com:5801""#,
    ),
    (
        r#"[[pool]]
api = "http://127.0.0.1:5801"
"#,
        r#"topology.toml:1: "pool.fqdn" is missing; write fqdn = "pool.contoso.com""#,
    ),
    (
        r#"[pool]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
"#,
        r#"topology.toml:1: "pool" must be a list of tables, each with the heading [[pool]], not a table"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
backup = "backup.contoso.com"
"#,
        "topology.toml:4: the backup backup.contoso.com is not listed; add a heading [[pool]] for it",
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
backup = "primary.contoso.com"
"#,
        "topology.toml:4: primary.contoso.com names itself as its backup; name another pool",
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
backup = 2
"#,
        r#"topology.toml:4: "pool.backup" must be a text in quotes, not an integer"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
bakcup = "backup.contoso.com"
[[pool]]
fqdn = "backup.contoso.com"
api = "http://127.0.0.1:5802"
"#,
        r#"topology.toml:4: unknown key "pool.bakcup"; did you mean "pool.backup"?"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
backup = "backup.contoso.com"
[[pool]]
fqdn = "backup.contoso.com"
api = "http://127.0.0.1:5802"
[[pool]]
fqdn = "third.contoso.com"
api = "http://127.0.0.1:5803"
backup = "backup.contoso.com"
"#,
        "topology.toml:11: backup.contoso.com is the backup of primary.contoso.com already; pools are paired one to one",
    ),
    (
        r#"[[pool]]
fqdn = "primary contoso"
api = "http://127.0.0.1:5801"
"#,
        r#"topology.toml:2: "pool.fqdn": "primary contoso" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "127.0.0.1:5801"
"#,
        r#"topology.toml:3: "pool.api": "127.0.0.1:5801" is not the address of an API; write https://pool.contoso.com:5801"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "ftp://primary.contoso.com"
"#,
        r#"topology.toml:3: "pool.api": "ftp://primary.contoso.com" is not the address of an API; write https://pool.contoso.com:5801"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://primary.contoso.com:5801"
"#,
        r#"topology.toml:3: "pool.api": "http://primary.contoso.com:5801" would send tokens in the clear to another machine; write https://"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "https://primary.contoso.com:5801/api/v1"
"#,
        r#"topology.toml:3: "pool.api": "https://primary.contoso.com:5801/api/v1" is not the address of an API; write https://pool.contoso.com:5801"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "https://kim:word@primary.contoso.com"
"#,
        r#"topology.toml:3: "pool.api": "https://kim:word@primary.contoso.com" is not the address of an API; write https://pool.contoso.com:5801"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
address = "helpdesk"
members = []
"#,
        r#"topology.toml:5: "group.address": "helpdesk" is not the mail address of a distribution group; write name@domain"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
members = []
"#,
        r#"topology.toml:4: "group.address" is missing; write address = "helpdesk@contoso.com""#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
address = "helpdesk@contoso.com"
"#,
        r#"topology.toml:4: "group.members" is missing; write members = ["sip:kim@contoso.com"]"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
address = "helpdesk@contoso.com"
members = "sip:kim@contoso.com"
"#,
        r#"topology.toml:6: "group.members" must be a list of texts in brackets, not a string"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
address = "helpdesk@contoso.com"
members = [
  "sip:kim@contoso.com",
  "alex@contoso.com",
  7,
]
"#,
        r#"topology.toml:8: "group.members": "alex@contoso.com" is not a SIP address; write sip:user@domain
topology.toml:9: "group.members" lists an integer; each entry must be a text in quotes"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
address = "helpdesk@contoso.com"
members = []
[[group]]
address = "HelpDesk@contoso.com"
members = []
"#,
        "topology.toml:8: the group HelpDesk@contoso.com is listed already; give each group one heading",
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[groups]]
address = "helpdesk@contoso.com"
members = []
"#,
        r#"topology.toml:4: unknown key "groups"; did you mean "group"?"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[group]]
adress = "helpdesk@contoso.com"
members = []
"#,
        r#"topology.toml:4: "group.address" is missing; write address = "helpdesk@contoso.com"
topology.toml:5: unknown key "group.adress"; did you mean "group.address"?"#,
    ),
    (
        r#"[[pool]]
fqdn = "primary.contoso.com"
api = "http://127.0.0.1:5801"
[[user]]
address = "sip:alex@contoso.com"
md5 = "secret"
sha256 = "7987c64c30e25f1b74be53f966b49b90f2808aa92faf9a00262392d7b4794232"
[[user]]
address = "sip:Alex@Contoso.com"
password = "secret"
"#,
        r#"topology.toml:6: the digests of sip:alex@contoso.com are not 32 and 64 hexadecimal digits; run switchback sip-user sip:alex@contoso.com
topology.toml:8: "user.md5" is missing; write md5 = "...", as switchback sip-user prints it
topology.toml:8: "user.sha256" is missing; write sha256 = "...", as switchback sip-user prints it
topology.toml:9: the user sip:Alex@Contoso.com is listed already; give each user one heading
topology.toml:10: unknown key "user.password"; the keys of user are address, md5, sha256"#,
    ),
    (
        "[[pool]
",
        "topology.toml:1: this is not TOML: unclosed array table, expected `]`",
    ),
];

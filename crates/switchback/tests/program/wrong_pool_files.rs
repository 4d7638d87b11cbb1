/// Wrong pool files, and what is said about each.
pub(crate) const POOL_FILES: &[(&str, &str)] = &[
    ("", r#"pool.toml: "pool" is missing; write pool = "pool.contoso.com""#),
    (
        r#"pool = "primary.contoso.com"#,
        r#"pool.toml:1: this is not TOML: invalid basic string, expected `"`"#,
    ),
    (
        r#"pool = "primary.contoso.com"
pool = "backup.contoso.com"
"#,
        "pool.toml:2: this is not TOML: the key pool is there twice",
    ),
    (
        r#"= "primary.contoso.com"
"#,
        "pool.toml:1: this is not TOML: unquoted keys cannot be empty, expected letters, numbers, `-`, `_`",
    ),
    (
        r#"pool = "primary.contoso.com"
[listen
api = "127.0.0.1:5801"
"#,
        "pool.toml:2: this is not TOML: unclosed table, expected `]`",
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
[listen]
"#,
        "pool.toml:3: this is not TOML: the key listen is there twice",
    ),
    (
        r#"pool = "primary.contoso.com"
data = data/primary
"#,
        "pool.toml:2: this is not TOML: string values must be quoted, expected literal string",
    ),
    (
        "pool = 5
",
        r#"pool.toml:1: "pool" must be a text in quotes, not an integer"#,
    ),
    (
        r#"pool = ["primary.contoso.com"]
"#,
        r#"pool.toml:1: "pool" must be a text in quotes, not an array"#,
    ),
    (
        r#"pool = ""
"#,
        r#"pool.toml:1: "pool": "" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"#,
    ),
    (
        r#"pool = "primary contoso com"
"#,
        r#"pool.toml:1: "pool": "primary contoso com" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"#,
    ),
    (
        r#"pool = "-primary.contoso.com"
"#,
        r#"pool.toml:1: "pool": "-primary.contoso.com" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"#,
    ),
    (
        r#"pool = "primary..contoso.com"
"#,
        r#"pool.toml:1: "pool": "primary..contoso.com" is not the FQDN of a pool; write letters, digits, dots and hyphens such as pool.example.com"#,
    ),
    (
        r#"pol = "primary.contoso.com"
"#,
        r#"pool.toml: "pool" is missing; write pool = "pool.contoso.com"
pool.toml:1: unknown key "pol"; did you mean "pool"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
data = 3
"#,
        r#"pool.toml:2: "data" must be a text in quotes, not an integer"#,
    ),
    (
        r#"pool = "primary.contoso.com"
data = ""
"#,
        r#"pool.toml:2: "data": the path is empty; leave the key out instead"#,
    ),
    (
        r#"pool = "primary.contoso.com"
colour = "blue"
"#,
        r#"pool.toml:2: unknown key "colour"; the keys here are agents, audio, calls, data, defaults, limits, listen, log, media, pool, sip, tls, topology"#,
    ),
    (
        r#"pool = "primary.contoso.com"
api = "127.0.0.1:5801"
"#,
        r#"pool.toml:2: unknown key "api"; did you mean "listen.api"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
listen = "127.0.0.1:5801"
"#,
        r#"pool.toml:2: "listen" must be a table such as [listen], not a string"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[[listen]]
api = "127.0.0.1:5801"
"#,
        r#"pool.toml:2: "listen" must be a table such as [listen], not an array of tables"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = 5801
"#,
        r#"pool.toml:3: "listen.api" must be a text in quotes, not an integer"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = "localhost:5801"
"#,
        r#"pool.toml:3: "listen.api": "localhost:5801" is not an address to listen on; write an IP address and a port such as 127.0.0.1:5801"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = "127.0.0.1"
"#,
        r#"pool.toml:3: "listen.api": "127.0.0.1" is not an address to listen on; write an IP address and a port such as 127.0.0.1:5801"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = "127.0.0.1:65536"
"#,
        r#"pool.toml:3: "listen.api": "127.0.0.1:65536" is not an address to listen on; write an IP address and a port such as 127.0.0.1:5801"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = "0.0.0.0:5801"
"#,
        r#"pool.toml:3: "listen.api": 0.0.0.0:5801 can be reached from other machines, and tokens would travel in the clear; set certificate and key in [tls], or listen on 127.0.0.1"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = "[::]:5801"
"#,
        r#"pool.toml:3: "listen.api": [::]:5801 can be reached from other machines, and tokens would travel in the clear; set certificate and key in [tls], or listen on 127.0.0.1"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
api = "192.0.2.7:5801"
"#,
        r#"pool.toml:3: "listen.api": 192.0.2.7:5801 can be reached from other machines, and tokens would travel in the clear; set certificate and key in [tls], or listen on 127.0.0.1"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
port = 5801
"#,
        r#"pool.toml:3: unknown key "listen.port"; the keys of listen are api, sip"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
sip = ["tls:127.0.0.1:5061", "udp:localhost:5060"]
"#,
        r#"pool.toml:3: "listen.sip": "tls:127.0.0.1:5061" is not an address for SIP; write udp: or tcp:, an IP address and a port, such as udp:127.0.0.1:5060 or tcp:[::1]:5060
pool.toml:3: "listen.sip": "udp:localhost:5060" is not an address for SIP; write udp: or tcp:, an IP address and a port, such as udp:127.0.0.1:5060 or tcp:[::1]:5060"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[listen]
sip = ["udp:127.0.0.1:5060", "tcp:127.0.0.1:5060", "udp:127.0.0.1:5060"]
[sip]
transactions = 5
digests = ["SHA-512"]
nameserver = "dns.contoso.com"
"#,
        r#"pool.toml:3: "listen.sip" has udp:127.0.0.1:5060 twice; list each address once
pool.toml:5: "sip.transactions" is 5; it must be between 10 and 1000000
pool.toml:6: "sip.digests": "SHA-512" is no digest; write "SHA-256" or "MD5"
pool.toml:7: "sip.nameserver": "dns.contoso.com" is not the address of a name server; write it with its port, such as 192.0.2.53:53"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[agents]
via = "proxy.contoso.com"
user = "switchback"
"#,
        r#"pool.toml:2: "agents.password_file" is missing; write password_file = "proxy.password", a file that only its owner reads
pool.toml:3: "agents.via": "proxy.contoso.com" is not the address of a proxy; write sip:proxy.contoso.com:5060, or with ;transport=tcp behind it"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[agents]
via = "sip:[2001:db8::10]:5060"
user = "switchback"
password_file = "empty.pem"
"#,
        r#"pool.toml:2: "agents.realm" is missing; write realm = "contoso.com", the realm that the proxy names when it asks for a password
pool.toml:5: "agents.password_file": empty.pem can be read by everybody on this machine; run chmod 600 empty.pem"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[agents]
realm = "contoso.com"
"#,
        r#"pool.toml:3: "agents.realm" is for the password of "agents.user", which is missing"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[agents]
user = ""
password_file = "empty.pem"
"#,
        r#"pool.toml:3: "agents.user": the name is empty or has control characters
pool.toml:4: "agents.password_file": empty.pem can be read by everybody on this machine; run chmod 600 empty.pem"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[tls]
certificate = "pool.pem"
"#,
        r#"pool.toml:2: "tls.key" is missing; write key = "pool.key", the private key that belongs to the certificate"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[tls]
key = "pool.key"
"#,
        r#"pool.toml:2: "tls.certificate" is missing; write certificate = "pool.pem", the certificate that belongs to the key"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[tls]
certificate = "absent.pem"
key = "pool.key"
"#,
        r#"pool.toml:3: "tls.certificate": cannot read absent.pem: No such file or directory (os error 2)"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[tls]
certificate = "empty.pem"
key = "pool.key"
"#,
        r#"pool.toml:3: "tls.certificate": empty.pem holds no certificate; it must be a PEM file with BEGIN CERTIFICATE"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[tls]
certficate = "pool.pem"
key = "pool.key"
"#,
        r#"pool.toml:2: "tls.certificate" is missing; write certificate = "pool.pem", the certificate that belongs to the key
pool.toml:3: unknown key "tls.certficate"; did you mean "tls.certificate"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[defaults]
language = "en"
"#,
        r#"pool.toml:3: "defaults.language": "en" is not one of the 26 languages; write a code such as en-US or fr-FR"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[defaults]
language = 1033
"#,
        r#"pool.toml:3: "defaults.language" must be a text in quotes, not an integer"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[defaults]
time_zone = "Mars Standard Time"
"#,
        r#"pool.toml:3: "defaults.time_zone": "Mars Standard Time" is not a time zone; write a Windows name such as "Pacific Standard Time" or an IANA name such as Europe/Paris"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[defaults]
timezone = "UTC"
"#,
        r#"pool.toml:3: unknown key "defaults.timezone"; did you mean "defaults.time_zone"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
requests_per_second = 0
"#,
        r#"pool.toml:3: "limits.requests_per_second" is 0; it must be between 1 and 1000000"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
requests_per_second = -1
"#,
        r#"pool.toml:3: "limits.requests_per_second" is -1; it must be between 1 and 1000000"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
requests_per_second = 1.5
"#,
        r#"pool.toml:3: "limits.requests_per_second" must be a whole number, not a float"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
requests_per_second = "many"
"#,
        r#"pool.toml:3: "limits.requests_per_second" must be a whole number, not a string"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
import_bytes = 1
"#,
        r#"pool.toml:3: "limits.import_bytes" is 1; it must be between 1048576 and 4294967296"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
import_byte = 1048576
"#,
        r#"pool.toml:3: unknown key "limits.import_byte"; did you mean "limits.import_bytes"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
requests_burst = 10000000000
"#,
        r#"pool.toml:3: "limits.requests_burst" is 10000000000; it must be between 1 and 1000000"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
requests_at_once = 0
"#,
        r#"pool.toml:3: "limits.requests_at_once" is 0; it must be between 1 and 65536"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
refused_logins_per_minute = "30"
"#,
        r#"pool.toml:3: "limits.refused_logins_per_minute" must be a whole number, not a string"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
body_seconds = 86400
"#,
        r#"pool.toml:3: "limits.body_seconds" is 86400; it must be between 1 and 3600"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
import_seconds = 0.5
"#,
        r#"pool.toml:3: "limits.import_seconds" must be a whole number, not a float"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[limits]
bytes = 1
"#,
        r#"pool.toml:3: unknown key "limits.bytes"; the keys of limits are body_seconds, import_bytes, import_seconds, refused_logins_per_minute, requests_at_once, requests_burst, requests_per_second"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[log]
format = "xml"
"#,
        r#"pool.toml:3: "log.format": "xml" is not known; write "text" or "json""#,
    ),
    (
        r#"pool = "primary.contoso.com"
[log]
format = "JSON"
"#,
        r#"pool.toml:3: "log.format": "JSON" is not known; write "text" or "json""#,
    ),
    (
        r#"pool = "primary.contoso.com"
[log]
level = "loud"
"#,
        r#"pool.toml:3: "log.level": "loud" is not known; write "error" or "warn" or "info" or "debug""#,
    ),
    (
        r#"pool = "primary.contoso.com"
[log]
level = true
"#,
        r#"pool.toml:3: "log.level" must be a text in quotes, not a boolean"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[log]
levels = "info"
"#,
        r#"pool.toml:3: unknown key "log.levels"; did you mean "log.level"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[logs]
level = "info"
"#,
        r#"pool.toml:2: unknown key "logs"; did you mean "log"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[audio]
keep_unreferenced_hours = 0
"#,
        r#"pool.toml:3: "audio.keep_unreferenced_hours" is 0; it must be between 1 and 8784"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[audio]
keep_unreferenced_hours = 2026-12-25
"#,
        r#"pool.toml:3: "audio.keep_unreferenced_hours" must be a whole number, not a datetime"#,
    ),
    (
        r#"pool = "primary.contoso.com"
[audio]
keep_unreferenced_days = 1
"#,
        r#"pool.toml:3: unknown key "audio.keep_unreferenced_days"; did you mean "audio.keep_unreferenced_hours"?"#,
    ),
    (
        r#"pool = "primary.contoso.com"
topology = "absent.toml"
"#,
        r#"pool.toml:2: "topology": absent.toml: cannot read the file: No such file or directory (os error 2)"#,
    ),
    (
        r#"pool = "primary.contoso.com"
topology = ["topology.toml"]
"#,
        r#"pool.toml:2: "topology" must be a text in quotes, not an array"#,
    ),
    (
        r#"pool = "primary.contoso.com"
topology = "."
"#,
        r#"pool.toml:2: "topology": .: cannot read the file: Is a directory (os error 21)"#,
    ),
    (
        r#"pol = "primary.contoso.com"
[listen]
api = "0.0.0.0:5801"
[log]
levl = "info"
format = "xml"
"#,
        r#"pool.toml: "pool" is missing; write pool = "pool.contoso.com"
pool.toml:1: unknown key "pol"; did you mean "pool"?
pool.toml:3: "listen.api": 0.0.0.0:5801 can be reached from other machines, and tokens would travel in the clear; set certificate and key in [tls], or listen on 127.0.0.1
pool.toml:5: unknown key "log.levl"; did you mean "log.level"?
pool.toml:6: "log.format": "xml" is not known; write "text" or "json""#,
    ),
];

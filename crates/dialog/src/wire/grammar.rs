//! The grammar of RFC 3261 section 25, for every part of a message that is acted upon.

/// A text that is read from its start.
pub(super) struct Scanner<'a>(pub(super) &'a str);

impl<'a> Scanner<'a> {
    /// Skips white space; folded lines were joined before.
    pub(super) fn space(&mut self) -> &mut Self {
        self.0 = self.0.trim_start_matches([' ', '\t']);
        self
    }

    /// Takes one sign, if it comes next.
    pub(super) fn eat(&mut self, sign: char) -> bool {
        let rest = self.0.strip_prefix(sign);
        self.0 = rest.unwrap_or(self.0);
        rest.is_some()
    }

    /// Takes one sign with white space on both sides.
    pub(super) fn eat_spaced(&mut self, sign: char) -> bool {
        let before = self.0;
        if self.space().eat(sign) {
            self.space();
            return true;
        }
        self.0 = before;
        false
    }

    /// Takes what `belongs`, at least one sign.
    pub(super) fn run(&mut self, belongs: impl Fn(char) -> bool) -> Option<&'a str> {
        let end = self.0.find(|sign| !belongs(sign)).unwrap_or(self.0.len());
        let (run, rest) = self.0.split_at(end);
        self.0 = rest;
        Some(run).filter(|run| !run.is_empty())
    }

    pub(super) fn token(&mut self) -> Option<&'a str> {
        self.run(is_token_sign)
    }

    /// Takes a quoted string, quotes included.
    pub(super) fn quoted(&mut self) -> Option<&'a str> {
        let start = self.0;
        if !self.eat('"') {
            return None;
        }
        let mut escaped = false;
        for (at, sign) in self.0.char_indices() {
            match sign {
                _ if escaped => {
                    escaped = false;
                    if !sign.is_ascii() {
                        return None;
                    }
                }
                '\\' => escaped = true,
                '"' => {
                    self.0 = &self.0[at + 1..];
                    return Some(&start[..at + 2]);
                }
                _ if sign.is_control() && sign != '\t' => return None,
                _ => {}
            }
        }
        None
    }

    /// Parameters behind semicolons, in order.
    pub(super) fn parameters(&mut self) -> Option<Vec<(&'a str, Option<&'a str>)>> {
        let mut found = Vec::new();
        while self.eat_spaced(';') {
            let name = self.token()?;
            let value = if self.eat_spaced('=') {
                Some(if self.0.starts_with('"') { self.quoted()? } else { self.run(is_value_sign)? })
            } else {
                None
            };
            found.push((name, value));
        }
        Some(found)
    }

    /// Whether nothing but white space is left.
    pub(super) fn ends(&mut self) -> bool {
        self.space().0.is_empty()
    }
}

pub(super) fn is_token_sign(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "-.!%*_+`'~".contains(sign)
}

/// Tokens and hosts, the ones of IPv6 included.
fn is_value_sign(sign: char) -> bool {
    is_token_sign(sign) || "[]:".contains(sign)
}

pub(super) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_token_sign)
}

/// `callid` of RFC 3261: a word, or two joined by an at sign.
pub(super) fn is_call_id(text: &str) -> bool {
    let is_word = |word: &str| {
        !word.is_empty() && word.chars().all(|sign| is_token_sign(sign) || "()<>:\\\"/[]?{}".contains(sign))
    };
    match text.split_once('@') {
        Some((word, host)) => is_word(word) && is_word(host),
        None => is_word(text),
    }
}

/// A number of at most `max`.
pub(super) fn number(text: &str, max: u64) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|number| digits && *number <= max)
}

/// Whether a text is an address: a SIP one in full, any other scheme as far as it is printable.
pub(super) fn is_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else { return false };
    let named = scheme.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && scheme.chars().all(|sign| sign.is_ascii_alphanumeric() || "+-.".contains(sign));
    if !named || !has_whole_escapes(rest) {
        return false;
    }
    if scheme.eq_ignore_ascii_case("sip") || scheme.eq_ignore_ascii_case("sips") {
        return is_sip_rest(rest);
    }
    !rest.is_empty() && rest.chars().all(|sign| sign.is_ascii_graphic() && !"<>\"{}|\\^`".contains(sign))
}

/// Whether an address carries header fields behind a question mark.
pub(super) fn has_uri_headers(uri: &str) -> bool {
    let host = uri.find('@').map_or(uri, |at| &uri[at..]);
    host.contains('?')
}

fn is_sip_rest(rest: &str) -> bool {
    let (user, host) = match rest.split_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, rest),
    };
    let is_user = |user: &str| {
        !user.is_empty()
            && !user.starts_with(':')
            && user.chars().all(|sign| is_unreserved(sign) || "%&=+$,;?/:".contains(sign))
    };
    let (host, headers) = host.split_once('?').map_or((host, None), |(host, headers)| (host, Some(headers)));
    let (host, parameters) = host.split_once(';').map_or((host, None), |(host, rest)| (host, Some(rest)));
    user.is_none_or(is_user)
        && is_host_port(host)
        && parameters.is_none_or(|all| all.split(';').all(is_uri_parameter))
        && headers.is_none_or(|all| all.split('&').all(is_uri_header))
}

fn is_uri_parameter(text: &str) -> bool {
    let is_part = |part: &str| {
        !part.is_empty() && part.chars().all(|sign| is_unreserved(sign) || "%[]/:&+$".contains(sign))
    };
    match text.split_once('=') {
        Some((name, value)) => is_part(name) && is_part(value),
        None => is_part(text),
    }
}

fn is_uri_header(text: &str) -> bool {
    let is_part = |part: &str| part.chars().all(|sign| is_unreserved(sign) || "%[]/?:+$".contains(sign));
    text.split_once('=').is_some_and(|(name, value)| !name.is_empty() && is_part(name) && is_part(value))
}

/// `hostport`: a name, an IPv4 address or an IPv6 address in brackets, with a port or without.
pub(super) fn is_host_port(text: &str) -> bool {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) if address.parse::<core::net::Ipv6Addr>().is_ok() => (None, port),
        Some(_) => return false,
        None => {
            let end = text.find(':').unwrap_or(text.len());
            (Some(&text[..end]), &text[end..])
        }
    };
    let is_name = |name: &str| {
        let name = name.strip_suffix('.').unwrap_or(name);
        name.split('.').all(|label| {
            !label.is_empty() && label.chars().all(|sign| sign.is_ascii_alphanumeric() || "-_".contains(sign))
        })
    };
    host.is_none_or(is_name)
        && (port.is_empty()
            || port.strip_prefix(':').is_some_and(|port| number(port, u64::from(u16::MAX)).is_some()))
}

fn is_unreserved(sign: char) -> bool {
    sign.is_ascii_alphanumeric() || "-_.!~*'()".contains(sign)
}

fn has_whole_escapes(text: &str) -> bool {
    text.split('%').skip(1).all(|behind| {
        let digits = behind.as_bytes();
        digits.len() >= 2 && digits[..2].iter().all(u8::is_ascii_hexdigit)
    })
}

/// One address with what stands around it.
pub(super) struct NameAddress<'a> {
    pub(super) uri: &'a str,
    pub(super) parameters: Vec<(&'a str, Option<&'a str>)>,
}

/// One address as in From, To, Contact and Route; the scanner stands behind it afterwards.
pub(super) fn name_address<'a>(scanner: &mut Scanner<'a>) -> Option<NameAddress<'a>> {
    let before = scanner.space().0;
    let named = if before.starts_with('"') {
        scanner.quoted()?;
        scanner.space();
        true
    } else {
        // Letters beyond ASCII belong into quotes, which some phones forget.
        while scanner.run(|sign| is_token_sign(sign) || !sign.is_ascii() && !sign.is_control()).is_some() {
            scanner.space();
        }
        scanner.0.starts_with('<')
    };
    let uri = if named {
        if !scanner.eat('<') {
            return None;
        }
        let uri = scanner.run(|sign| sign != '>')?;
        scanner.eat('>').then_some(uri)?
    } else {
        // Outside of brackets these signs belong to the header field (RFC 3261 section 20.10).
        scanner.0 = before;
        let uri = scanner.run(|sign| !",; \t".contains(sign))?;
        Some(uri).filter(|uri| !has_uri_headers(uri))?
    };
    let parameters = scanner.parameters()?;
    is_uri(uri).then_some(NameAddress { uri, parameters })
}

/// A list of addresses, and nothing behind it.
pub(super) fn name_addresses(text: &str) -> Option<Vec<NameAddress<'_>>> {
    let mut scanner = Scanner(text);
    let mut found = vec![name_address(&mut scanner)?];
    while scanner.eat_spaced(',') {
        found.push(name_address(&mut scanner)?);
    }
    scanner.ends().then_some(found)
}

/// The only form of a date in SIP (RFC 3261 section 20.17), as `Sat, 13 Nov 2010 23:29:00 GMT`.
pub(super) fn is_date(text: &str) -> bool {
    let shape = text.chars().map(|sign| match sign {
        '0'..='9' => '0',
        'a'..='z' | 'A'..='Z' => 'a',
        _ => sign,
    });
    text.ends_with(" GMT") && shape.eq("aaa, 00 aaa 0000 00:00:00 aaa".chars())
}

//! Japanese for a voice that reads kana only.
//!
//! `mecab` with its IPA dictionary, a process, says how a text is pronounced: kanji, and the particles that are not
//! spoken as they are written. espeak-ng then reads kana, figures and Latin letters.

use std::path::PathBuf;
use std::time::Duration;

use unicode_normalization::UnicodeNormalization as _;

use crate::program::{Limits, Program, ProgramError};

/// Why a Japanese text has no reading.
#[derive(Debug, thiserror::Error)]
pub enum NoReading {
    /// mecab gave no result.
    #[error("kanji need a reading: {0}")]
    Program(#[from] ProgramError),
    /// A sign that the dictionary does not have.
    #[error("no reading is known of \"{0}\": write it in kana")]
    Unknown(char),
}

/// The program that reads kanji.
#[derive(Clone, Debug)]
pub(crate) struct Mecab {
    program: Program,
}

impl Mecab {
    pub(crate) fn at(name: impl Into<PathBuf>) -> Self {
        Self { program: Program { name: name.into(), package: "mecab-ipadic-utf8", limits: LIMITS } }
    }

    /// The text in kana, a space between its phrases. Without mecab a text without kanji stays as it is.
    ///
    /// # Errors
    /// [`NoReading`].
    pub(crate) fn read(&self, text: &str) -> Result<String, NoReading> {
        let text = hours(&text.nfkc().collect::<String>());
        let tokens = match self.program.run(ARGUMENTS, format!("{text}\n").as_bytes()) {
            Ok(tokens) => tokens,
            Err(ProgramError::Missing { .. }) if !text.chars().any(is_kanji) => return Ok(text),
            Err(error) => return Err(error.into()),
        };
        let read = phrases(&String::from_utf8_lossy(&tokens));
        match read.chars().find(|sign| is_kanji(*sign)) {
            Some(unknown) => Err(NoReading::Unknown(unknown)),
            None => Ok(read),
        }
    }
}

/// The hours whose figures are not read as figures are.
fn hours(text: &str) -> String {
    let mut text = text.to_owned();
    for (written, spoken) in HOURS {
        text = text.replace(written, spoken);
    }
    text
}

/// Joins what mecab said of each word; a word that leans on another follows it without a space.
fn phrases(tokens: &str) -> String {
    let mut text = String::new();
    let mut leans = true;
    for line in tokens.lines() {
        let mut fields = line.split('\t');
        let (Some(word), Some(class)) = (fields.next(), fields.next()) else {
            text.push('\n');
            leans = true;
            continue;
        };
        let spoken = fields.next().filter(|spoken| !spoken.is_empty() && *spoken != "*").unwrap_or(word);
        if !leans && !LEANING.iter().any(|leaning| class.starts_with(leaning)) {
            text.push(' ');
        }
        text.push_str(spoken);
        leans = class.starts_with("接頭詞");
    }
    text
}

/// The ideographs of the basic plane, which the dictionary is about, and the sign that repeats one.
fn is_kanji(sign: char) -> bool {
    matches!(sign, '々' | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

/// A line for each word: the word, its class, how it is spoken. The end of each line is an empty line.
const ARGUMENTS: &[&str] = &["-F%m\\t%f[0],%f[1]\\t%f[8]\\n", "-U%m\\t%f[0],%f[1]\\t\\n", "-E\\n", "-b65536"];
/// Classes of words that follow another without a pause: particles, endings, marks.
const LEANING: [&str; 6] = ["助詞", "助動詞", "記号", "名詞,接尾", "動詞,非自立", "動詞,接尾"];
/// Longer ones first. In katakana they stay one word.
const HOURS: [(&str, &str); 13] = [
    ("二十四時", "ニジュウヨジ"),
    ("十四時", "ジュウヨジ"),
    ("十九時", "ジュウクジ"),
    ("四時", "ヨジ"),
    ("九時", "クジ"),
    ("七時", "シチジ"),
    ("24時", "ニジュウヨジ"),
    ("19時", "ジュウクジ"),
    ("17時", "ジュウシチジ"),
    ("14時", "ジュウヨジ"),
    ("9時", "クジ"),
    ("7時", "シチジ"),
    ("4時", "ヨジ"),
];
const LIMITS: Limits =
    Limits { time: Duration::from_secs(20), memory_bytes: 512 << 20, output_bytes: 1 << 20 };

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kanji_and_particles_are_read_as_they_are_spoken() {
        let texts = [
            "お電話ありがとうございます。",
            "営業時間は午前九時から午後17時30分までです。",
            "番号を押してください。",
            "こちらは東京本社です。\n少々お待ちください。",
            "３番をお選びください。",
        ];
        let read: Vec<_> = texts.iter().map(|text| Mecab::at("mecab").read(text).unwrap()).collect();
        insta::assert_snapshot!(read.join(""), @r"
        オデンワ アリガトーゴザイマス。
        エイギョー ジカンワ ゴゼン クジカラ ゴゴ ジュウシチジ 30フンマデデス。
        バンゴーヲ オシテクダサイ。
        コチラワ トーキョー ホンシャデス。
        ショーショー オマチクダサイ。
        3バンヲ オエラビクダサイ。
        ");
        assert_eq!(Mecab::at("mecab").read("").unwrap().trim(), "");
    }

    #[test]
    fn without_mecab_kana_are_read_and_kanji_are_refused() {
        let missing = Mecab::at("/nowhere/mecab");
        assert_eq!(missing.read("おまちください。").unwrap(), "おまちください。");
        assert_eq!(
            missing.read("お待ちください。").unwrap_err().to_string(),
            "kanji need a reading: /nowhere/mecab is not installed on the pool: install the package \
             mecab-ipadic-utf8"
        );
    }
}

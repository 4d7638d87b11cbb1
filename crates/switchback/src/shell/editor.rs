//! The line editor: reedline, with the language's own colours, continuation and completion.

use std::{borrow::Cow, sync::mpsc};

use reedline::{
    Color, ColumnarMenu, Completer, CompletionResult, EditCommand, Emacs, Highlighter, KeyCode, KeyModifiers,
    MenuBuilder, Prompt, PromptEditMode, PromptHistorySearch, Reedline, ReedlineEvent, ReedlineMenu, Span,
    StyledText, Suggestion, ValidationResult, Validator, default_emacs_keybindings,
};
use shell::{
    completion::{Candidate, CandidateKind, Completion},
    syntax::{TokenClass, is_incomplete, parse, tokens},
};

use super::{history, interpreter::Order, prompt::ask};

/// What the key for help sends.
pub(super) const HELP: &str = "help";

/// An editor whose questions go to the thread of commands.
pub(super) fn editor(orders: &mpsc::Sender<Order>) -> anyhow::Result<Reedline> {
    let mut keys = default_emacs_keybindings();
    let menu = ReedlineEvent::UntilFound(vec![ReedlineEvent::Menu(MENU.to_owned()), ReedlineEvent::MenuNext]);
    keys.add_binding(KeyModifiers::NONE, KeyCode::Tab, menu);
    keys.add_binding(KeyModifiers::SHIFT, KeyCode::BackTab, ReedlineEvent::MenuPrevious);
    keys.add_binding(KeyModifiers::NONE, KeyCode::F(1), ReedlineEvent::ExecuteHostCommand(HELP.to_owned()));
    let new_line = ReedlineEvent::Edit(vec![EditCommand::InsertNewline]);
    keys.add_binding(KeyModifiers::SHIFT, KeyCode::Enter, new_line.clone());
    keys.add_binding(KeyModifiers::ALT, KeyCode::Enter, new_line);
    let candidates = ColumnarMenu::default().with_name(MENU).with_marker("").with_columns(4);
    let mut editor = Reedline::create()
        .with_edit_mode(Box::new(Emacs::new(keys)))
        .with_completer(Box::new(Candidates { orders: orders.clone() }))
        .with_menu(ReedlineMenu::EngineCompleter(Box::new(candidates)))
        .with_quick_completions(true)
        .with_partial_completions(true)
        .with_highlighter(Box::new(Colours))
        .with_validator(Box::new(Whole))
        .use_bracketed_paste(true);
    match history::open() {
        Ok(kept) => editor = editor.with_history(kept),
        Err(error) => crate::output::remark(&format!("switchback: no history is kept: {error:#}")),
    }
    Ok(editor)
}

/// `PS C:\> `.
pub(super) struct Line {
    /// The folder that commands work in.
    pub(super) folder: String,
}

impl Prompt for Line {
    fn render_prompt_left(&self) -> Cow<'_, str> {
        Cow::Owned(format!("PS {}> ", self.folder))
    }

    fn render_prompt_right(&self) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_indicator(&self, _mode: PromptEditMode) -> Cow<'_, str> {
        Cow::Borrowed("")
    }

    fn render_prompt_multiline_indicator(&self) -> Cow<'_, str> {
        Cow::Borrowed(">> ")
    }

    fn render_prompt_history_search_indicator(&self, search: PromptHistorySearch) -> Cow<'_, str> {
        Cow::Owned(format!("(history: {}) ", search.term))
    }

    fn get_prompt_color(&self) -> Color {
        Color::Default
    }

    fn get_prompt_multiline_color(&self) -> Color {
        Color::Default
    }
}

/// Candidates of the completion.
struct Candidates {
    orders: mpsc::Sender<Order>,
}

impl Completer for Candidates {
    fn complete(&mut self, line: &str, pos: usize) -> CompletionResult {
        let text = line.to_owned();
        let found = ask(&self.orders, |reply| Order::Complete { text, cursor: pos, reply });
        let suggestions = found.map(suggestions).unwrap_or_default();
        CompletionResult::fresh(suggestions)
    }
}

fn suggestions(found: Completion) -> Vec<Suggestion> {
    let span = Span::new(found.span.start as usize, found.span.end as usize);
    found.candidates.into_iter().map(|candidate| suggestion(candidate, span)).collect()
}

fn suggestion(candidate: Candidate, span: Span) -> Suggestion {
    let goes_on = matches!(
        candidate.kind,
        CandidateKind::Folder
            | CandidateKind::Method
            | CandidateKind::Property
            | CandidateKind::Variable
            | CandidateKind::Type
    );
    Suggestion {
        display_override: (candidate.shown != candidate.text).then_some(candidate.shown),
        description: (!candidate.about.is_empty()).then_some(candidate.about),
        value: candidate.text,
        span,
        append_whitespace: !goes_on,
        ..Suggestion::default()
    }
}

/// The colours of the language.
struct Colours;

impl Highlighter for Colours {
    fn highlight(&self, line: &str, _cursor: usize) -> StyledText {
        let mut styled = StyledText::new();
        for token in tokens(line) {
            let text = &line[token.span.start as usize..token.span.end as usize];
            styled.push((colour(token.class).normal(), text.to_owned()));
        }
        styled
    }
}

const fn colour(class: TokenClass) -> Color {
    match class {
        TokenClass::Command => Color::Yellow,
        TokenClass::Parameter | TokenClass::Operator | TokenClass::Comment => Color::DarkGray,
        TokenClass::Keyword | TokenClass::Label => Color::LightBlue,
        TokenClass::Text => Color::Cyan,
        TokenClass::Variable => Color::Green,
        TokenClass::Type => Color::LightCyan,
        TokenClass::Unknown => Color::Red,
        TokenClass::Argument
        | TokenClass::Number
        | TokenClass::Member
        | TokenClass::Punctuation
        | TokenClass::Blank
        | TokenClass::NewLine => Color::Default,
    }
}

/// Whether a text can run, or lacks its end.
struct Whole;

impl Validator for Whole {
    fn validate(&self, line: &str) -> ValidationResult {
        if is_incomplete(&parse(line).errors) {
            ValidationResult::Incomplete
        } else {
            ValidationResult::Complete
        }
    }
}

const MENU: &str = "completion";

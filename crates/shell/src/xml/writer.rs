//! A document as text.

use super::{Document, Id, Kind};
use crate::value::Outcome;
use crate::value::limits::check_text;

impl Document {
    /// A node with its tags, in one line.
    pub(crate) fn outer_xml(&self, id: Id) -> Outcome<String> {
        let mut text = String::new();
        self.write(id, None, &mut text)?;
        Ok(text)
    }

    /// What stands within a node.
    pub(crate) fn inner_xml(&self, id: Id) -> Outcome<String> {
        let mut text = String::new();
        for child in self.children(id) {
            self.write(child, None, &mut text)?;
        }
        Ok(text)
    }

    /// The document as Save writes it: an element a line, two blanks for each level.
    pub(crate) fn laid_out(&self, id: Id) -> Outcome<String> {
        let mut text = String::new();
        self.write(id, Some(0), &mut text)?;
        Ok(text)
    }

    fn write(&self, id: Id, level: Option<usize>, text: &mut String) -> Outcome<()> {
        check_text(text.len())?;
        match self.kind(id) {
            Kind::Document => {
                for (at, child) in self.children(id).into_iter().enumerate() {
                    if at > 0 && level.is_some() {
                        text.push_str("\r\n");
                    }
                    self.write(child, level, text)?;
                }
            }
            Kind::Element(name) => {
                text.push('<');
                text.push_str(&name);
                for attribute in self.attributes(id) {
                    text.push(' ');
                    self.write(attribute, level, text)?;
                }
                self.write_content(id, level, text)?;
            }
            Kind::Attribute(name) => {
                text.push_str(&name);
                text.push_str("=\"");
                escape(&self.value(id), true, text);
                text.push('"');
            }
            Kind::Text => escape(&self.value(id), false, text),
            Kind::CData => text.push_str(&format!("<![CDATA[{}]]>", self.value(id))),
            Kind::Comment => text.push_str(&format!("<!--{}-->", self.value(id))),
            Kind::Declaration => text.push_str(&format!("<?xml {}?>", self.value(id))),
            Kind::Instruction(name) => text.push_str(&format!("<?{name} {}?>", self.value(id))),
        }
        Ok(())
    }

    fn write_content(&self, id: Id, level: Option<usize>, text: &mut String) -> Outcome<()> {
        let children = self.children(id);
        let name = self.name(id);
        if children.is_empty() {
            text.push_str(" />");
            return Ok(());
        }
        text.push('>');
        // Text is written where it stands, and all beside it.
        let has_text = children.iter().any(|one| matches!(self.kind(*one), Kind::Text | Kind::CData));
        let below = level.filter(|_| !has_text).map(|level| level + 1);
        for child in children {
            if let Some(below) = below {
                text.push_str("\r\n");
                text.push_str(&"  ".repeat(below));
            }
            self.write(child, below, text)?;
        }
        if let (Some(_), Some(level)) = (below, level) {
            text.push_str("\r\n");
            text.push_str(&"  ".repeat(level));
        }
        text.push_str(&format!("</{name}>"));
        Ok(())
    }
}

fn escape(value: &str, in_attribute: bool, text: &mut String) {
    for sign in value.chars() {
        match sign {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' if in_attribute => text.push_str("&quot;"),
            '\r' => text.push_str("&#xD;"),
            '\n' if in_attribute => text.push_str("&#xA;"),
            sign => text.push(sign),
        }
    }
}

//! What the formatting commands yield.

use super::reading::Sight;
use super::shaper::{Request, Shaper};
use crate::setting::Setting;
use crate::value::{ScriptBlock, Value};

/// Makes directives of values: a [`super::Formatter`] prints them where they end up, be it at once, in a file,
/// or later from a variable.
pub struct Directives {
    shaper: Shaper,
}

impl Directives {
    /// Directives for what was asked for.
    pub fn new(request: Request) -> Self {
        Self { shaper: Shaper::new(request) }
    }

    /// The directives for a value. `run` gives what a block of the request yields for an object.
    pub fn put<E>(
        &mut self,
        value: &Value,
        setting: &Setting,
        run: &mut dyn FnMut(&ScriptBlock, &Value) -> Result<Value, E>,
    ) -> Result<Vec<Value>, E> {
        let mut packets = Vec::new();
        let views = setting.views();
        let sight = Sight { setting, views: &views };
        self.shaper.put(value, sight, run, &mut packets)?;
        Ok(packets.into_iter().map(super::packet::Packet::into_value).collect())
    }

    /// The directives that end the table or list.
    pub fn finish(&mut self) -> Vec<Value> {
        let mut packets = Vec::new();
        self.shaper.close(&mut packets);
        packets.into_iter().map(super::packet::Packet::into_value).collect()
    }
}

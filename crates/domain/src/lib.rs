//! The nouns of Response Group and their rules: what an object is, and what a pool's configuration holds.
//!
//! Everything here is a value. A value that exists has valid shape; completeness is asked for where a workflow
//! becomes active. Nothing reads a clock, a file or a socket.
//!
//! Serde's form of every noun is the wire form: the property names of the cmdlets.

mod agent;
mod agent_group;
mod audio_file;
pub mod calendar;
mod call_action;
mod change;
mod checked;
mod configuration;
mod directory;
mod entry;
mod export;
mod holiday_set;
mod hours_of_business;
mod identity;
mod invalid;
mod language;
mod number;
mod person;
mod plain_words;
mod pool_role;
mod prompt;
mod question;
mod queue;
mod schema;
mod service_settings;
mod text;
mod time_zone;
mod uri;
mod wave;
mod windows_zones;
mod workflow;

pub use agent::{Agent, Presence};
pub use agent_group::{
    AGENTS_MAX, AgentAlertTime, AgentGroup, AgentList, ParticipationPolicy, RoutingMethod,
};
pub use audio_file::{AUDIO_BYTES_MAX, AudioFile, AudioFormat, ContentHash, FileName, InvalidAudio};
pub use call_action::{ActionKind, CallAction, CallActionProperties, Target};
pub use change::{Change, Record};
pub use configuration::{Configuration, Defaults};
pub use directory::Directory;
pub use entry::{AudioContent, Digest, Entry, Object, ObjectKind, Stamp, Tombstone};
pub use export::{Export, ExportedObject, Origin};
pub use holiday_set::{HOLIDAYS_MAX, Holiday, HolidayList, HolidaySet};
pub use hours_of_business::{DAYS, HoursOfBusiness, HoursOfBusinessProperties, TimeOfDay, TimeRange};
pub use identity::{InvalidIdentity, ObjectId, PoolFqdn, Reference, RgsIdentity};
pub use invalid::Invalid;
pub use language::Language;
pub use person::{Person, Role, Token, TokenId};
pub use plain_words::plain_words;
pub use pool_role::{Duty, PoolRole};
pub use prompt::{Prompt, SPOKEN_TEXT_MAX, SpokenText};
pub use question::{
    ANSWERS_MAX, Answer, AnswerList, DtmfResponse, QUESTION_DEPTH_MAX, Question, VOICE_RESPONSES_MAX,
    VoiceResponse,
};
pub use queue::{AGENT_GROUPS_MAX, OverflowCandidate, OverflowThreshold, Queue, TimeoutThreshold};
pub use service_settings::{AgentRingbackGracePeriod, ServiceSettings};
pub use text::{
    DESCRIPTION_MAX, Description, DisplayNumber, LABEL_MAX, Label, NAME_MAX, NameKey, ObjectName,
};
pub use time_zone::TimeZoneName;
pub use uri::{DistributionGroupAddress, LineUri, SipUri, URI_MAX};
pub use wave::{Wave, WaveCoding};
pub use workflow::{AnswerAt, HOLIDAY_SETS_MAX, Incomplete, MANAGERS_MAX, Workflow};

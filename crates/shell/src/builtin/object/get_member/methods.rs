//! The methods that values have, as Get-Member defines them.

use crate::value::Value;

/// A method: its name, and how it is called.
pub(super) type Method = (&'static str, &'static str);

/// The methods of a value beyond those that every value has.
pub(super) fn own(value: &Value) -> &'static [Method] {
    match value.bare() {
        Value::String(_) => STRING,
        Value::DateTime(_) => DATE,
        Value::TimeSpan(_) => SPAN,
        Value::Array(_) | Value::Bytes(_) => ARRAY,
        Value::List(_) => LIST,
        Value::Hashtable(_) => TABLE,
        Value::Regex(_) => REGEX,
        Value::Guid(_) => &[("ToByteArray", "byte[] ToByteArray()")],
        Value::Enum(_) => &[("HasFlag", "bool HasFlag(System.Enum flag)")],
        Value::ScriptBlock(_) => BLOCK,
        _ => &[],
    }
}

/// The methods that every value has.
pub(super) const COMMON: &[Method] = &[
    ("Equals", "bool Equals(System.Object obj)"),
    ("GetHashCode", "int GetHashCode()"),
    ("GetType", "type GetType()"),
    ("ToString", "string ToString()"),
];

const STRING: &[Method] = &[
    ("Clone", "System.Object Clone()"),
    ("CompareTo", "int CompareTo(string strB)"),
    ("Contains", "bool Contains(string value)"),
    (
        "EndsWith",
        "bool EndsWith(string value), bool EndsWith(string value, System.StringComparison comparisonType)",
    ),
    ("IndexOf", "int IndexOf(string value), int IndexOf(string value, int startIndex)"),
    ("IndexOfAny", "int IndexOfAny(char[] anyOf)"),
    ("Insert", "string Insert(int startIndex, string value)"),
    ("LastIndexOf", "int LastIndexOf(string value), int LastIndexOf(string value, int startIndex)"),
    ("Normalize", "string Normalize()"),
    ("PadLeft", "string PadLeft(int totalWidth), string PadLeft(int totalWidth, char paddingChar)"),
    ("PadRight", "string PadRight(int totalWidth), string PadRight(int totalWidth, char paddingChar)"),
    ("Remove", "string Remove(int startIndex), string Remove(int startIndex, int count)"),
    ("Replace", "string Replace(string oldValue, string newValue)"),
    ("Split", "string[] Split(Params char[] separator), string[] Split(char[] separator, int count)"),
    (
        "StartsWith",
        "bool StartsWith(string value), bool StartsWith(string value, System.StringComparison comparisonType)",
    ),
    ("Substring", "string Substring(int startIndex), string Substring(int startIndex, int length)"),
    ("ToCharArray", "char[] ToCharArray()"),
    ("ToLower", "string ToLower()"),
    ("ToLowerInvariant", "string ToLowerInvariant()"),
    ("ToUpper", "string ToUpper()"),
    ("ToUpperInvariant", "string ToUpperInvariant()"),
    ("Trim", "string Trim(), string Trim(Params char[] trimChars)"),
    ("TrimEnd", "string TrimEnd(), string TrimEnd(Params char[] trimChars)"),
    ("TrimStart", "string TrimStart(), string TrimStart(Params char[] trimChars)"),
];

const DATE: &[Method] = &[
    ("Add", "datetime Add(timespan value)"),
    ("AddDays", "datetime AddDays(double value)"),
    ("AddHours", "datetime AddHours(double value)"),
    ("AddMilliseconds", "datetime AddMilliseconds(double value)"),
    ("AddMinutes", "datetime AddMinutes(double value)"),
    ("AddMonths", "datetime AddMonths(int months)"),
    ("AddSeconds", "datetime AddSeconds(double value)"),
    ("AddTicks", "datetime AddTicks(long value)"),
    ("AddYears", "datetime AddYears(int value)"),
    ("CompareTo", "int CompareTo(datetime value)"),
    ("IsDaylightSavingTime", "bool IsDaylightSavingTime()"),
    ("Subtract", "timespan Subtract(datetime value), datetime Subtract(timespan value)"),
    ("ToFileTime", "long ToFileTime()"),
    ("ToFileTimeUtc", "long ToFileTimeUtc()"),
    ("ToLocalTime", "datetime ToLocalTime()"),
    ("ToLongDateString", "string ToLongDateString()"),
    ("ToLongTimeString", "string ToLongTimeString()"),
    ("ToShortDateString", "string ToShortDateString()"),
    ("ToShortTimeString", "string ToShortTimeString()"),
    ("ToUniversalTime", "datetime ToUniversalTime()"),
];

const SPAN: &[Method] = &[
    ("Add", "timespan Add(timespan ts)"),
    ("CompareTo", "int CompareTo(timespan value)"),
    ("Duration", "timespan Duration()"),
    ("Negate", "timespan Negate()"),
    ("Subtract", "timespan Subtract(timespan ts)"),
];

const ARRAY: &[Method] = &[
    ("Clone", "System.Object Clone()"),
    ("Contains", "bool Contains(System.Object value)"),
    ("GetEnumerator", "System.Collections.IEnumerator GetEnumerator()"),
    ("GetLength", "int GetLength(int dimension)"),
    ("GetLowerBound", "int GetLowerBound(int dimension)"),
    ("GetUpperBound", "int GetUpperBound(int dimension)"),
    ("GetValue", "System.Object GetValue(int index)"),
    ("IndexOf", "int IndexOf(System.Object value)"),
    ("SetValue", "void SetValue(System.Object value, int index)"),
];

const LIST: &[Method] = &[
    ("Add", "int Add(System.Object value)"),
    ("AddRange", "void AddRange(System.Collections.ICollection c)"),
    ("Clear", "void Clear()"),
    ("Clone", "System.Object Clone()"),
    ("Contains", "bool Contains(System.Object item)"),
    ("GetEnumerator", "System.Collections.IEnumerator GetEnumerator()"),
    ("GetRange", "System.Collections.ArrayList GetRange(int index, int count)"),
    ("IndexOf", "int IndexOf(System.Object value)"),
    ("Insert", "void Insert(int index, System.Object value)"),
    ("InsertRange", "void InsertRange(int index, System.Collections.ICollection c)"),
    ("Remove", "void Remove(System.Object obj)"),
    ("RemoveAt", "void RemoveAt(int index)"),
    ("RemoveRange", "void RemoveRange(int index, int count)"),
    ("Reverse", "void Reverse()"),
    ("Sort", "void Sort()"),
    ("ToArray", "System.Object[] ToArray()"),
];

const TABLE: &[Method] = &[
    ("Add", "void Add(System.Object key, System.Object value)"),
    ("Clear", "void Clear()"),
    ("Clone", "System.Object Clone()"),
    ("Contains", "bool Contains(System.Object key)"),
    ("ContainsKey", "bool ContainsKey(System.Object key)"),
    ("ContainsValue", "bool ContainsValue(System.Object value)"),
    ("GetEnumerator", "System.Collections.IDictionaryEnumerator GetEnumerator()"),
    ("Remove", "void Remove(System.Object key)"),
];

const REGEX: &[Method] = &[
    ("IsMatch", "bool IsMatch(string input)"),
    ("Match", "System.Text.RegularExpressions.Match Match(string input)"),
    ("Matches", "System.Text.RegularExpressions.MatchCollection Matches(string input)"),
    ("Replace", "string Replace(string input, string replacement)"),
    ("Split", "string[] Split(string input)"),
];

const BLOCK: &[Method] = &[
    ("GetNewClosure", "scriptblock GetNewClosure()"),
    ("Invoke", "System.Collections.ObjectModel.Collection[psobject] Invoke(Params System.Object[] args)"),
];

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::*;
    use crate::host::testing::MemoryHost;
    use crate::member::call;
    use crate::setting::Setting;
    use crate::value::{DateTime, Hashtable, List, TimeSpan};

    #[test]
    fn every_method_that_is_listed_is_there() {
        let setting = Setting::new(Rc::new(MemoryHost::new(DateTime::MIN)));
        let samples = [
            Value::text("Help Desk"),
            Value::DateTime(DateTime::MIN),
            Value::TimeSpan(TimeSpan::ZERO),
            Value::array(vec![Value::Int(1)]),
            Value::List(List::new(vec![Value::Int(1)])),
            Value::Hashtable(Hashtable::new()),
            Value::Guid(uuid::Uuid::nil()),
        ];
        for value in &samples {
            for (name, _) in own(value).iter().chain(COMMON) {
                let is_there = (0..3).any(|count| {
                    let result = call(value, name, &vec![Value::Int(0); count], &setting);
                    !result.is_err_and(|fault| fault.id == "MethodNotFound")
                });
                assert!(is_there, "{value:?}.{name}");
            }
        }
    }
}

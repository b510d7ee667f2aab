/// How the value of a field is written: the wire types of Protocol Buffers.
///
/// A field begins with a number, its tag times eight plus its kind.
enum FieldKind: Int {
  /// A number of any size, seven bits a byte, the lowest first (LEB128).
  case number
  /// Eight bytes, the lowest first.
  case word
  /// A number of bytes, and that many bytes: text, or a list of numbers or words.
  case bytes
  /// A record of its own: its fields, up to a ``groupEnd`` of the same tag.
  case group
  case groupEnd
  /// Four bytes; never written.
  case halfWord
}

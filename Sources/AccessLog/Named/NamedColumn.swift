/// The names that a format has for one field, of which a line may have several.
struct NamedColumn: Sendable {
  var field: NamedField
  /// The unit of a duration.
  var unit: DurationUnit = .seconds
  /// Names of equal rank, of which the last in a line counts.
  ///
  /// Behind a `/` in a name stands the key of an object within it.
  var names: [String]

  /// Creates a column of names with spaces between them.
  init(_ field: NamedField, _ names: String, unit: DurationUnit = .seconds) {
    self.init(field, names: names.split(separator: " ").map(String.init), unit: unit)
  }

  init(_ field: NamedField, names: [String], unit: DurationUnit = .seconds) {
    self.field = field
    self.unit = unit
    self.names = names
  }
}

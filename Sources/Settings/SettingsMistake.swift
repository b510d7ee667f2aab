/// What is wrong with a settings file, and what is accepted instead.
package struct SettingsMistake: Error, Equatable {
  /// Counted from 1; `nil` if it concerns the file as a whole.
  package var line: Int?
  /// One line, which may hold anything that stands in the file.
  package var message: String

  package init(line: Int?, _ message: String) {
    self.line = line
    self.message = message
  }
}

import AccessLog

/// What `hightide explain` is asked.
struct ExplainOptions: Equatable {
  /// As named, where `-` is standard input.
  var files: [String] = []
  /// Whether these are only the default.
  var namesNoFile = false
  var format = FormatChoice.auto
  /// Of times in the log that state none.
  var logZone = Zone.local
}

extension ExplainOptions {
  /// Every option of `explain`, in the order of the help text.
  static let table: [OptionGroup<ExplainOptions>] = [
    OptionGroup(
      title: "What to read", entries: [.format { $0.format = $1 }, .zone { $0.logZone = $1 }]),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]
}

import AccessLog

/// What `hightide check` is to do.
struct CheckOptions: Equatable {
  enum Task: Equatable {
    /// Say what the rules mean.
    case describe
    /// Say when they would have triggered.
    case replay
    /// Propose thresholds.
    case suggest
    /// Run tests of rules.
    case test(String)
    /// Tell a channel that there is a test.
    case notify(String)
  }

  var task = Task.describe
  var settings = Options.SettingsChoice.standard
  var isJSON = false
  var zone = Zone.local
}

extension CheckOptions {
  /// Every option of `check`, in the order of the help text.
  static let table = [
    OptionGroup(title: "What to do", entries: tasks),
    OptionGroup(title: "Which rules", entries: rules),
    OptionGroup(title: "What to show", entries: showing),
    OptionGroup(title: "About", entries: [.help, .version]),
  ]

  private static let tasks: [OptionEntry<CheckOptions>] = [
    .flag(
      "replay", choice: "task",
      "read each FILE, and say when each rule would have triggered, for how long, and its extreme"
    ) { $0.task = .replay },
    .flag(
      "suggest", choice: "task",
      "read each FILE, and propose for each rule the values with which it would have triggered "
        + "never, once and 5 times"
    ) { $0.task = .suggest },
    .value(
      "test", choice: "task", .file(),
      "run the rule tests in FILE; the exit status is 1 if one fails"
    ) { options, text in
      set(&options.task, to: text.isEmpty ? nil : .test(text))
    },
    .value(
      "notify", choice: "task",
      OptionValue(placeholder: "NAME", accepted: "the name of a channel, as in [notify NAME]"),
      "tell the channel NAME of the settings that there is a test, and say what happened; the exit "
        + "status is 1 if it could not be told"
    ) { options, text in
      set(&options.task, to: text.isEmpty ? nil : .notify(text))
    },
  ]

  private static let rules: [OptionEntry<CheckOptions>] = [
    .value(
      "config", short: "c", choice: "settings",
      .file(),
      "check the settings in FILE, not those that are read anyway"
    ) { options, text in
      set(&options.settings, to: text.isEmpty ? nil : .file(text))
    },
    .flag("no-config", choice: "settings", "check the default rule alone") {
      $0.settings = .none
    },
  ]

  private static let showing: [OptionEntry<CheckOptions>] = [
    .flag("json", "one JSON object a line; its times are always UTC") { $0.isJSON = true },
    .flag("utc", "show times in UTC, not local time") { $0.zone = .utc },
  ]
}

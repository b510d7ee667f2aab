import Testing

/// What a module may import, and which words must not be in its code.
struct Module: Sendable, CustomTestStringConvertible {
  var name: String
  /// Modules of this package.
  var imports: Set<String>
  /// Modules of the system; only where Glibc is among them can the C library be called.
  var systemImports: Set<String>
  /// Names of what the module must not know of.
  var forbiddenNames: Set<String>

  var testDescription: String { name }
}

/// Where a format is written down.
struct FormatFolder: Sendable, CustomTestStringConvertible {
  /// In `Sources/AccessLog`.
  var folder: String
  /// The row in the table, which names it.
  var row: String
  var names: [String]

  static let table = "Sources/AccessLog/LogFormat.swift"
  var testDescription: String { folder }
}

/// The plan of the house: who may know whom.
///
/// SwiftPM refuses an import upwards, but an undeclared one sideways it lets pass if the other
/// module happens to be built already; and of clocks and files it knows nothing.
enum HousePlan {
  static let modules = [
    Module(name: "System", systemImports: system),
    // Of the C library it takes `memchr`, and `localtime_r` for the zone that times are shown in; the
    // other module is what the compiler offers of a processor's instructions.
    Module(
      name: "AccessLog", systemImports: ["Glibc", "Synchronization", "_Builtin_intrinsics"],
      forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Feed", imports: ["AccessLog"], systemImports: ["Synchronization"],
      forbiddenNames: files + clocks + concurrency
    ),
    Module(name: "CPcre2"),
    Module(
      name: "Query", imports: ["AccessLog", "CPcre2"], systemImports: ["Synchronization"],
      forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Traffic", imports: ["AccessLog", "Query"], forbiddenNames: files + clocks + concurrency
    ),
    Module(
      name: "TallyCodec", imports: ["AccessLog", "Query", "Traffic"],
      forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Fleet", imports: ["AccessLog", "Query", "Traffic", "TallyCodec"],
      forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Alerting", imports: ["AccessLog", "Query", "Traffic", "TallyCodec"],
      forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Settings", imports: ["Query", "Traffic", "Alerting"],
      forbiddenNames: files + clocks + concurrency),
    Module(name: "CZlib"),
    Module(name: "CZstd"),
    Module(name: "LogTail", imports: ["System", "Feed", "CZlib", "CZstd"], systemImports: system),
    Module(
      name: "Remote", imports: ["System", "Feed", "AccessLog", "LogTail", "TallyCodec", "Fleet"],
      systemImports: ["Synchronization"]),
    Module(name: "CRdkafka"),
    // Its threads wait for brokers; the library is called by it alone.
    Module(
      name: "Kafka", imports: ["System", "Feed", "LogTail", "Remote", "CRdkafka"],
      systemImports: ["Synchronization"], forbiddenNames: files),
    Module(
      name: "Pipeline",
      imports: [
        "System", "Feed", "AccessLog", "Query", "Traffic", "TallyCodec", "Fleet", "Alerting",
      ],
      systemImports: ["Synchronization"], forbiddenNames: files),
    Module(
      name: "Reporting", imports: ["Feed", "AccessLog", "Query", "Traffic", "Alerting"],
      forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Notifying", imports: ["System", "AccessLog", "Alerting", "Reporting"],
      systemImports: ["Synchronization"], forbiddenNames: files),
    Module(name: "Canvas", forbiddenNames: files + clocks + concurrency),
    Module(
      name: "Dashboard", imports: ["Canvas", "Feed", "AccessLog", "Query", "Traffic", "Alerting"],
      forbiddenNames: files + clocks + concurrency),
    Module(name: "CNcurses"),
    Module(name: "CTerminals"),
    Module(
      name: "Terminal", imports: ["System", "Canvas", "CNcurses", "CTerminals"],
      systemImports: system),
    Module(
      name: "TrafficGenerator", imports: ["AccessLog"], systemImports: ["Glibc"],
      forbiddenNames: files + clocks + concurrency + globalRandomness),
    Module(name: "CArguments"),
    Module(name: "CBuild"),
    Module(
      name: "hightide",
      imports: [
        "System", "Feed", "AccessLog", "Traffic", "TallyCodec", "Fleet", "Alerting", "LogTail",
        "Remote", "Kafka", "Pipeline", "Reporting", "Notifying",
        "Canvas", "Dashboard", "Terminal", "TrafficGenerator", "CArguments", "CBuild", "Query",
        "Settings",
      ], systemImports: system),
  ]

  /// The formats, and what none but their own files may name.
  static let formats = [
    FormatFolder(
      folder: "Common", row: "combined",
      names: ["CommonReader", "CommonFields", "FieldFinder", "LineFront", "CachedTimestamp"]),
    FormatFolder(
      folder: "W3C", row: "w3c", names: ["w3c", "W3CReader", "W3CHeader", "W3CColumn", "W3CTime"]),
  ]

  /// What may stand beside the dot-files at the top.
  static let topLevel: Set = ["Package.swift", "Sources", "Tests", "Makefile", "README.md"]

  // Foundation is in none: the program is one static binary, which is to stay small in memory.
  // SwiftOverlayShims is a part of the C library under another name: which of the two modules
  // `timespec` belongs to depends on what the compiler loaded first.
  private static let system: Set = [
    "Glibc", "Dispatch", "Synchronization", "SwiftOverlayShims",
  ]

  private static let files = ["fopen", "openat", "pread", "opendir", "inotify_init1"]
  private static let clocks = [
    "ContinuousClock", "SuspendingClock", "clock_gettime", "gettimeofday",
  ]
  private static let concurrency = ["actor", "Task", "async", "await"]
  private static let globalRandomness = [
    "SystemRandomNumberGenerator", "random(in", "randomElement", "shuffled", "getrandom",
  ]
}

extension Module {
  fileprivate init(
    name: String, imports: Set<String> = [], systemImports: Set<String> = [],
    forbiddenNames: [String] = []
  ) {
    self.name = name
    self.imports = imports
    self.systemImports = systemImports
    self.forbiddenNames = Set(forbiddenNames)
  }
}

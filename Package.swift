// swift-tools-version: 6.2

import PackageDescription

/// A text as C has it; other characters than those of versions are left out.
func quoted(_ text: String?) -> String {
  let known = (text ?? "").filter {
    $0.isASCII && ($0.isLetter || $0.isNumber || " .+-".contains($0))
  }
  return "\"\(known)\""
}

// The house plan, from the ground floor up: a target may import only what stands in its list.
// `HousePlanTests` holds the `import` lines of the sources against it.
let package = Package(
  name: "hightide",
  products: [
    .executable(name: "hightide", targets: ["hightide"]),
    // What the tests preload into it.
    .library(name: "Faults", type: .dynamic, targets: ["CFaults"]),
  ],
  targets: [
    // The machine: descriptors, errors, threads, signals, the main thread's executor, clocks, paths.
    .target(name: "System"),
    // What one line says.
    .target(name: "AccessLog"),
    // What lines come from: its identity, events and states.
    .target(name: "Feed", dependencies: ["AccessLog"]),
    // PCRE2 from the distribution.
    .systemLibrary(name: "CPcre2", providers: [.apt(["libpcre2-dev"])]),
    // What lines can be grouped by and chosen by: the table of dimensions, the language of filters.
    .target(name: "Query", dependencies: ["AccessLog", "CPcre2"]),
    // What hits add up to.
    .target(name: "Traffic", dependencies: ["AccessLog", "Query"]),
    // Tallies, and the books that are kept of them, as versioned bytes.
    .target(name: "TallyCodec", dependencies: ["AccessLog", "Query", "Traffic"]),
    // What many servers have added up, as one traffic.
    .target(name: "Fleet", dependencies: ["AccessLog", "Query", "Traffic", "TallyCodec"]),
    // When traffic is too high, and when it no longer is.
    .target(name: "Alerting", dependencies: ["AccessLog", "Query", "Traffic", "TallyCodec"]),
    // What a settings file says, and the rules in it.
    .target(name: "Settings", dependencies: ["Alerting", "Query", "Traffic"]),
    // zlib and libzstd from the distribution.
    .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
    .systemLibrary(name: "CZstd", providers: [.apt(["libzstd-dev"])]),
    // Follows files as they grow, rotate and shrink; reads compressed ones.
    .target(name: "LogTail", dependencies: ["System", "Feed", "CZlib", "CZstd"]),
    // Other machines as sources of lines.
    .target(
      name: "Remote",
      dependencies: ["System", "Feed", "AccessLog", "LogTail", "TallyCodec", "Fleet"]),
    // librdkafka from the distribution, loaded when it is asked for.
    .target(name: "CRdkafka"),
    // Topics as sources and sinks of lines.
    .target(name: "Kafka", dependencies: ["System", "Feed", "LogTail", "Remote", "CRdkafka"]),
    // The actors between a sequence of batches and what is shown.
    .target(
      name: "Pipeline",
      dependencies: [
        "System", "Feed", "AccessLog", "Query", "Traffic", "TallyCodec", "Fleet", "Alerting",
      ]),
    // Plain text and JSON.
    .target(
      name: "Reporting", dependencies: ["Feed", "AccessLog", "Query", "Traffic", "Alerting"]),
    // How people and programs are told of alerts: one file a channel.
    .target(
      name: "Notifying", dependencies: ["System", "AccessLog", "Alerting", "Reporting"]),
    // A grid of cells, and the shapes drawn on it.
    .target(name: "Canvas"),
    // Snapshot and view state in, grid out; key in, view state out.
    .target(
      name: "Dashboard",
      dependencies: ["Canvas", "Feed", "AccessLog", "Query", "Traffic", "Alerting"]),
    // ncursesw from the distribution.
    .systemLibrary(name: "CNcurses", providers: [.apt(["libncursesw5-dev"])]),
    // What common terminals can do.
    .target(name: "CTerminals"),
    // The one door to ncurses.
    .target(name: "Terminal", dependencies: ["System", "Canvas", "CNcurses", "CTerminals"]),
    // Synthetic traffic from a seed.
    .target(name: "TrafficGenerator", dependencies: ["AccessLog"]),
    // What the program was started with, and the memory that its code is in.
    .target(name: "CArguments"),
    // What the program was built from.
    .target(
      name: "CBuild",
      cSettings: [
        .define("HIGHTIDE_DESCRIBED", to: quoted(Context.environment["HIGHTIDE_DESCRIBED"])),
        .define("HIGHTIDE_COMPILER", to: quoted(Context.environment["HIGHTIDE_COMPILER"])),
      ]),
    // Options and wiring.
    .executableTarget(
      name: "hightide",
      dependencies: [
        "System", "Feed", "AccessLog", "Traffic", "TallyCodec", "Fleet", "Alerting", "LogTail",
        "Remote", "Kafka", "Pipeline", "Reporting", "Notifying",
        "Canvas", "Dashboard", "Terminal", "TrafficGenerator", "CArguments", "CBuild", "Query",
        "Settings",
      ]),

    // What tests share: random numbers from a seed, lines of logs, folders of their own, waiting
    // on conditions, the pseudo-terminal, and running the programs that are built.
    .target(name: "TestSupport", path: "Tests/TestSupport"),
    .testTarget(name: "SystemTests", dependencies: ["System", "TestSupport"]),
    .testTarget(name: "FeedTests", dependencies: ["Feed", "AccessLog"]),
    .testTarget(
      name: "AccessLogTests", dependencies: ["AccessLog", "TestSupport"], exclude: ["Logs"]),
    .testTarget(name: "QueryTests", dependencies: ["Query", "AccessLog", "TestSupport"]),
    .testTarget(
      name: "TrafficTests", dependencies: ["Traffic", "Query", "AccessLog", "TestSupport"]),
    .testTarget(
      name: "TallyCodecTests", dependencies: ["TallyCodec", "Traffic", "AccessLog", "TestSupport"]),
    .testTarget(
      name: "FleetTests",
      dependencies: [
        "Fleet", "Pipeline", "Alerting", "Query", "Traffic", "TallyCodec", "AccessLog",
        "TestSupport",
      ]),
    .testTarget(
      name: "AlertingTests",
      dependencies: ["Alerting", "TallyCodec", "Traffic", "Query", "AccessLog"]),
    .testTarget(
      name: "SettingsTests",
      dependencies: ["Settings", "Alerting", "Query", "Traffic", "TestSupport"]),
    .testTarget(
      name: "LogTailTests",
      dependencies: ["LogTail", "System", "Feed", "AccessLog", "CZlib", "CZstd", "TestSupport"]),
    .testTarget(
      name: "RemoteTests",
      dependencies: [
        "Remote", "Fleet", "LogTail", "System", "Feed", "AccessLog", "TestSupport",
      ]),
    .testTarget(
      name: "KafkaTests",
      dependencies: ["Kafka", "LogTail", "System", "Feed", "AccessLog", "TestSupport"]),
    .testTarget(
      name: "PipelineTests",
      dependencies: [
        "Pipeline", "Feed", "AccessLog", "Query", "Traffic", "TallyCodec", "Fleet", "Alerting",
        "TestSupport",
      ]),
    .testTarget(
      name: "ReportingTests",
      dependencies: ["Reporting", "Feed", "AccessLog", "Traffic", "Alerting", "TestSupport"]),
    .testTarget(
      name: "NotifyingTests",
      dependencies: ["Notifying", "System", "AccessLog", "Traffic", "Alerting", "TestSupport"]),
    .testTarget(name: "CanvasTests", dependencies: ["Canvas"]),
    .testTarget(
      name: "DashboardTests",
      dependencies: [
        "Dashboard", "Canvas", "Feed", "AccessLog", "Query", "Traffic", "Alerting", "TestSupport",
      ],
      resources: [.copy("Golden")]),
    .testTarget(name: "TrafficGeneratorTests", dependencies: ["TrafficGenerator", "AccessLog"]),
    .testTarget(name: "HousePlanTests"),
    // A small program that the tests of `Terminal` run.
    .executableTarget(
      name: "TerminalProbe", dependencies: ["Terminal", "System", "Canvas"],
      path: "Tests/TerminalProbe"),
    // Brokers in memory, which the tests of `kafka://` run and tell what to do.
    .executableTarget(
      name: "MockKafka", dependencies: ["CRdkafka"], path: "Tests/MockKafka"),
    // What `make bench` runs.
    .executableTarget(
      name: "Benchmarks",
      dependencies: [
        "AccessLog", "Query", "Traffic", "Fleet", "Alerting", "Pipeline", "TestSupport",
      ],
      path: "Tests/Benchmarks"),
    // Disks that fail and clocks that jump, for a program that it is preloaded into.
    .target(name: "CFaults", path: "Tests/CFaults"),
    // The built programs, run in a terminal of the tests' own, as a user would.
    .testTarget(
      name: "HightideTests",
      dependencies: [
        "hightide", "AccessLog", "Alerting", "Fleet", "Kafka", "Notifying", "Query", "Remote",
        "Settings", "Traffic", "TerminalProbe", "MockKafka", "TestSupport",
      ],
      exclude: ["States"]),
  ],
  swiftLanguageModes: [.v6]
)

// `make fuzz` builds with `FUZZ` set: no other build has what instrumented programs are linked with.
if Context.environment["FUZZ"] != nil,
  let program = package.targets.first(where: { $0.name == "hightide" })
{
  // A program cannot be linked into another, but all of it save its entry can be.
  package.products = []
  package.targets.removeAll { $0.name == "hightide" || $0.name == "HightideTests" }
  package.targets += [
    .target(name: "hightide", dependencies: program.dependencies, exclude: ["Hightide.swift"]),
    .systemLibrary(name: "CFuzzer", path: "Tests/Fuzz/CFuzzer"),
    // Every parser under inputs that are made up, with the rules that they must not break.
    .executableTarget(
      name: "Fuzz", dependencies: program.dependencies + ["CFuzzer", "hightide"],
      path: "Tests/Fuzz", exclude: ["CFuzzer", "Corpus", "dictionary.txt"]),
  ]
}

let upcomingFeatures = [
  "ExistentialAny", "InternalImportsByDefault", "MemberImportVisibility",
  "NonisolatedNonsendingByDefault", "InferIsolatedConformances", "ImmutableWeakCaptures",
]
// What reads, adds up and judges lines is tested as fast as it runs, with its assertions: most of the
// tests' time is spent in it.
let optimised = ["AccessLog", "Query", "Traffic", "TallyCodec", "Alerting"]
for target in package.targets where target.type != .system {
  var settings = upcomingFeatures.map { SwiftSetting.enableUpcomingFeature($0) }
  settings.append(.strictMemorySafety())
  // A plain build with a newer compiler only warns; tests and CI set STRICT.
  if Context.environment["STRICT"] != nil {
    settings.append(.treatAllWarnings(as: .error))
  }
  if optimised.contains(target.name) {
    settings.append(
      .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug)))
  }
  target.swiftSettings = settings
}

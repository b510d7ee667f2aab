/// A command line or a filter of the manual, which a test runs.
struct ManualExample: Sendable {
  /// What it answers or does.
  var words: String
  var command: String
  /// Whether it runs until it is stopped.
  var follows = false

  /// Of hightide(1); `access.log` is a log in the working directory.
  static let commands = [
    ManualExample(
      words: "Watch a log, on the screen where there is one.", command: "hightide access.log",
      follows: true),
    ManualExample(
      words: "Watch all logs of a folder as one stream, with an alert above 50 hits per second:",
      command: "hightide --threshold 50 '*.log'", follows: true),
    ManualExample(
      words: "List the alerts that a threshold would have raised:",
      command: "hightide --replay --json -t 20 access.log | grep '\"type\":\"alert\"'"),
    ManualExample(
      words: "Say who sent most of the errors of the last five minutes:",
      command: "hightide top --by network --where 'status>=400' --last 5m access.log"),
    ManualExample(
      words: "Count the hits of each path and status, those with most errors first:",
      command: "hightide top --by path,status --sort errors access.log"),
    ManualExample(
      words: "Say in which format a log is, and why:", command: "hightide explain access.log"),
    ManualExample(
      words: "Propose values for the rules of the settings:",
      command: "hightide check --suggest access.log"),
    ManualExample(
      words: "Write a log with a minute of traffic from one network in it:",
      command: "hightide generate --duration 5m --incident network:203.0.113.0/24,x8,2m+1m made.log"
    ),
  ]

  /// Of hightide-filters(7).
  static let filters = [
    ManualExample(words: "Errors of the server:", command: "status>=500"),
    ManualExample(
      words: "What is slow or large, below one path:",
      command: "path^=/api and (duration>1.5s or bytes>1MiB)"),
    ManualExample(
      words: "Not our own networks, and no crawlers:",
      command: "not client in (10.0.0.0/8, 2001:db8::/32) and not agent in (Googlebot, bingbot)"),
    ManualExample(
      words: "A pattern, and a value with a space in it:",
      command: "target~\"^/search\\?.*q=\" and agent-raw*=\"curl 8\""),
  ]
}

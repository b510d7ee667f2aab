import AccessLog
import Alerting
import Canvas
import Kafka
import Notifying
import Query
private import Remote
private import System
import Traffic

/// What to watch, and how.
struct Options: Equatable {
  /// Where lines come from, and whether they end.
  enum Reading: Equatable {
    /// The end of each file, from that long before its last line on, then what is appended.
    case follow(backfillSeconds: Int)
    /// All of each file, then what is appended.
    case fromStart
    /// All of each file, under the log's own clock, and no more.
    case replay
    /// Generated traffic.
    case demo
  }

  enum Output: Equatable {
    case dashboard
    case plain
    case json
  }

  enum ColorChoice: String, CaseIterable {
    /// Unless `NO_COLOR` is set.
    case auto
    case always
    case never
  }

  /// Which settings file is read.
  enum SettingsChoice: Equatable {
    /// The user's, or else the machine's, if there is one.
    case standard
    case file(String)
    case none
  }

  static let defaultThreshold = 10.0
  /// In seconds.
  static let defaultBackfill = 600
  private static let defaultTop = 10
  static let defaultFile = "/var/log/access.log"

  /// As named, where `-` is standard input; empty only for a demo.
  var files: [String] = []
  /// Whether these are only the default.
  var namesNoFile = false
  /// Whose lines those of local files are that do not say it themselves; `nil` for this machine's, which
  /// matters only beside other machines.
  var server: String?
  /// Hits per second; finite and not negative.
  var threshold = Options.defaultThreshold
  /// 1 to 86,400.
  var windowSeconds = 120
  /// All rules in the order in which they are judged, the default rule among them without its threshold
  /// and its window; those that are switched off too.
  var configuredRules = [AlertRule()]
  /// 1 to 86,400.
  var intervalSeconds = 10
  /// 0 to 3,600.
  var latenessSeconds = 2
  var format = FormatChoice.auto
  /// Which hits are counted, and by what.
  var counting = Counting()
  /// Whether a replay looks for the causes of alerts too, which takes time.
  var findsCauses = false
  /// The most groups that are listed: 0 to 1,000; `nil` for the default.
  var top: Int?
  var reading = Reading.follow(backfillSeconds: Options.defaultBackfill)
  /// Whether servers are to send lines, also where they could send tallies.
  var wantsLines = false
  /// For how long a server that sends tallies may be silent before the others go on without it: 10 to
  /// 86,400.
  var idleSeconds = 60
  /// An option of the command line that is refused where a topic holds sums; in a settings file, which folds read
  /// too, it says how they were added up.
  var refusedForSums: String?
  /// Whether a made-up fleet is watched, on brokers in memory.
  var isFleetDemo = false
  /// Where what is known is kept for the next run; only while following.
  var stateFile: String?
  /// `nil` leaves it to what standard output is: a terminal gets the dashboard, all else text.
  var output: Output?
  /// What librdkafka is told besides.
  var kafka = KafkaSettings()
  /// How alerts are told, besides in the output.
  var channels: [ChannelSettings] = []
  var zone = Zone.local
  /// Of times in the log that state none.
  var logZone = Zone.local
  var color = ColorChoice.auto
  /// `nil` for that of the terminal's background.
  var theme: Theme?
  /// Whether the screen may hold no other characters.
  var isASCII = false
  var usesMouse = true
  var settings = SettingsChoice.standard
  /// Whether the settings in force are printed, and nothing is watched.
  var printsSettings = false

  /// Those that are files of this machine.
  var localFiles: [String] { files.filter { !RemoteName.isRemote($0) } }

  /// Those that are not.
  var remoteNames: [String] { files.filter(RemoteName.isRemote) }

  /// The server of the lines of local files; none where there are no other machines and none is named.
  var serverName: ServerName? {
    let name = server ?? (remoteNames.isEmpty ? "" : MachineName.current)
    return name.isEmpty ? nil : ServerName(Path.bytes(of: name))
  }

  /// The queues of the channels, beside the state.
  var queues: [String] {
    guard let stateFile else { return [] }
    return channels.compactMap { $0.queue(beside: stateFile) }
  }

  /// Whether the screen has colours, given the environment's `NO_COLOR` (no-color.org: any text
  /// but the empty one turns them off, and an option is stronger).
  func showsColor(noColor: String?) -> Bool {
    switch color {
    case .auto: (noColor ?? "").isEmpty
    case .always: true
    case .never: false
    }
  }

  /// The most groups that a report lists.
  var listed: Int { top ?? Options.defaultTop }

  /// The names of the files as the screen shows them: escaped where they are not UTF-8.
  var shownFiles: [String] {
    files.map { Path.utf8(of: $0) ?? printableText(Path.bytes(of: $0)) }
  }
}

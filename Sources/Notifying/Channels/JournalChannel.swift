import Alerting
package import System

/// Writes to the journal of systemd with all fields, or to syslog where there is no journal.
package struct JournalChannel: Channel {
  /// The sockets of journald and of syslog.
  var journal = "/run/systemd/journal/socket"
  var syslog = "/dev/log"

  package init() {}

  package func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    do throws(SystemError) {
      do throws(SystemError) {
        try DatagramSocket.send(notice.journalEntry, to: journal)
      } catch .missing {
        try DatagramSocket.send(notice.syslogMessage, to: syslog)
      }
      return .delivered
    } catch {
      return error == .missing
        ? .failed("there is neither \(journal) nor \(syslog)") : .failed("\(error)")
    }
  }
}

extension Notice {
  /// As syslog counts them, `notice` for what is over.
  private var priority: Int {
    guard state == .triggered else { return 5 }
    return switch severity {
    case .info: 6
    case .warning: 4
    case .critical: 2
    }
  }

  /// An entry in the native protocol of journald: a field a line.
  ///
  /// No value holds a newline, so that none could be taken for another field.
  var journalEntry: [UInt8] {
    var fields = [
      ("MESSAGE", text), ("PRIORITY", "\(priority)"), ("SYSLOG_IDENTIFIER", "hightide"),
      // Made up for this, once: `journalctl MESSAGE_ID=…` lists all alerts.
      ("MESSAGE_ID", "7c1e5f0a9d3b4c7e8f2a6b5d4c3e2f10"), ("HIGHTIDE_KEY", key),
    ]
    fields += variables.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
    return Array(fields.map { "\($0)=\($1)\n" }.joined().utf8)
  }

  /// A message for syslog, of the facility `daemon`.
  var syslogMessage: [UInt8] { Array("<\(3 * 8 + priority)>hightide: \(text)".utf8) }
}

import Alerting
import Glibc
import System
import TestSupport
import Testing

@testable import Notifying

/// The journal, with a socket of the test's own in the place of journald's.
struct JournalChannelTests {
  /// A socket that datagrams can be sent to.
  private final class Receiver {
    private let number: Int32

    init(_ path: String) throws {
      number = socket(AF_UNIX, Int32(SOCK_DGRAM.rawValue), 0)
      var address = sockaddr_un()
      address.sun_family = sa_family_t(AF_UNIX)
      unsafe withUnsafeMutableBytes(of: &address.sun_path) { unsafe $0.copyBytes(from: path.utf8) }
      let length = socklen_t(MemoryLayout<sockaddr_un>.size)
      let outcome = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(number, $0, length)
        }
      }
      guard outcome == 0 else { throw Spawn.Failure(call: "bind \(path)") }
    }

    deinit { close(number) }

    /// The next datagram, which has been sent.
    func next() -> String? {
      var buffer = [UInt8](repeating: 0, count: 65_536)
      let count = unsafe recv(number, &buffer, buffer.count, Int32(MSG_DONTWAIT))
      return count < 0 ? nil : String(decoding: buffer[..<count], as: UTF8.self)
    }
  }

  private let folder = ScratchFolder()

  private func tell(_ transition: AlertTransition) throws -> Attempt {
    var channel = JournalChannel()
    channel.journal = folder("journal")
    channel.syslog = folder("syslog")
    return channel.tell(NoticeTests.notice(transition), until: try Interruption())
  }

  @Test(arguments: [
    (AlertTransition.State.triggered, Severity.critical, 2), (.triggered, .warning, 4),
    (.triggered, .info, 6), (.recovered, .critical, 5),
  ])
  func journalGetsAllFields(
    state: AlertTransition.State, severity: Severity, priority: Int
  ) throws {
    let receiver = try Receiver(folder("journal"))
    var transition = NoticeTests.transition(state, rule: "evil\nPRIORITY=0\n\u{1B}[2J")
    transition.rule.severity = severity
    #expect(try tell(transition) == .delivered)
    let entry = try #require(receiver.next())
    let lines = entry.split(separator: "\n", omittingEmptySubsequences: false)
    let notice = NoticeTests.notice(transition)
    #expect(lines.last == "")
    #expect(lines.filter { $0.hasPrefix("PRIORITY=") } == ["PRIORITY=\(priority)"])
    #expect(lines.contains("MESSAGE=\(notice.message)"))
    #expect(lines.contains("SYSLOG_IDENTIFIER=hightide"))
    #expect(lines.contains("HIGHTIDE_RULE=evil\\x0aPRIORITY=0\\x0a\\x1b[2J"))
    for (name, value) in notice.variables { #expect(lines.contains("\(name)=\(value)")) }
    #expect(receiver.next() == nil)
  }

  @Test func bothSayWhy() throws {
    let why = "Z; why: path /login 90 % of the rise"
    for name in ["syslog", "journal"] {
      let receiver = try Receiver(folder(name))
      #expect(try tell(NoticeTests.explained) == .delivered)
      let message = try #require(receiver.next()).split(separator: "\n").first
      #expect(message?.hasSuffix(why) == true)
    }
  }

  @Test func syslogIsToldWhereThereIsNoJournal() throws {
    let receiver = try Receiver(folder("syslog"))
    let transition = NoticeTests.transition()
    #expect(try tell(transition) == .delivered)
    #expect(receiver.next() == "<28>hightide: \(NoticeTests.notice(transition).message)")
  }

  @Test func saysThatThereIsNeither() throws {
    #expect(
      try tell(NoticeTests.transition())
        == .failed("there is neither \(folder("journal")) nor \(folder("syslog"))"))
  }

  @Test func journalThatIsStuckIsNotWaitedForLong() throws {
    let receiver = try Receiver(folder("journal"))
    var attempts: [Attempt] = []
    while attempts.last.map({ $0 == .delivered }) ?? true, attempts.count < 10_000 {
      attempts.append(try tell(NoticeTests.transition()))
    }
    #expect(attempts.last == .failed("Resource temporarily unavailable"))
    #expect(receiver.next() != nil)
  }
}

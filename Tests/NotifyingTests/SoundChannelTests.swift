import Alerting
import Glibc
import Synchronization
import System
import TestSupport
import Testing

@testable import Notifying

/// Where sounds are played, by players that the test makes up.
struct SoundChannelTests {
  /// A terminal that counts how often its bell rings.
  final class Terminal: Sendable {
    private let state = Mutex((rings: 0, written: [UInt8]()))
    var rings: Int { state.withLock { $0.rings } }
    var written: [UInt8] { state.withLock { $0.written } }

    func place(
      isMuted: Bool = false, isThere: Bool = true, _ variables: [String: String] = [:]
    ) -> ChannelPlace {
      ChannelPlace(
        ring: {
          self.state.withLock { $0.rings += 1 }
          return isThere
        },
        write: { bytes in
          self.state.withLock { $0.written += bytes }
          return isThere
        },
        isMuted: { isMuted }, variable: { variables[$0] })
    }
  }

  private let folder = ScratchFolder()
  private let terminal = Terminal()

  /// Makes a player that does what a shell is told.
  private func player(_ name: String, _ script: String) throws {
    try folder.writeProgram(script, to: name)
  }

  private func tell(
    _ state: AlertTransition.State = .triggered, file: String? = nil, isMuted: Bool = false,
    isThere: Bool = true
  ) throws -> Attempt {
    var channel = SoundChannel(
      file: file, place: terminal.place(isMuted: isMuted, isThere: isThere))
    channel.folders = folder.path
    return channel.tell(
      NoticeTests.notice(NoticeTests.transition(state)), until: try Interruption())
  }

  @Test(arguments: [AlertTransition.State.triggered, .recovered])
  func firstPlayerPlaysTheTone(state: AlertTransition.State) throws {
    try player("paplay", "cp \"$1\" \(folder("played"))")
    try player("aplay", "touch \(folder("aplay-too"))")
    #expect(try tell(state) == .delivered)
    let tone = AlertTone(state == .triggered ? .triggered : .recovered, .warning)
    #expect(try folder.bytes("played") == tone.wave)
    #expect(try folder.names == ["aplay", "paplay", "played"] && terminal.rings == 0)
  }

  @Test func fileIsPlayedAtATriggerAlone() throws {
    try player("pw-play", "echo \"$1\" >> \(folder("played"))")
    #expect(try tell(.triggered, file: "/a/horn.wav") == .delivered)
    #expect(try tell(.recovered, file: "/a/horn.wav") == .delivered)
    let played = try folder.read("played").split(separator: "\n")
    #expect(played.first == "/a/horn.wav" && played.count == 2)
    // The tone of the recovery was a file that is gone.
    let tone = try #require(played.last.map(String.init))
    let isGone = unsafe access(tone, F_OK) != 0
    #expect(tone.hasSuffix(".wav") && isGone)
  }

  @Test func nextPlayerIsTriedAndThenTheBell() throws {
    try player("pw-play", "echo 'no server' >&2; exit 1")
    #expect(
      try tell()
        == .instead(
          "no sound can be played, the bell rings instead: pw-play: it exited with status 1: "
            + "no server"))
    #expect(terminal.rings == 1)
    try player("aplay", "test \"$1\" = -q && cp \"$2\" \(folder("played"))")
    #expect(try tell() == .delivered)
    #expect(try folder.bytes("played") == AlertTone(.triggered, .warning).wave)
    #expect(terminal.rings == 1)
  }

  @Test func withoutPlayersTheBellRings() throws {
    #expect(
      try tell()
        == .instead(
          "no sound can be played, the bell rings instead: none of pw-play, paplay, aplay is there")
    )
    #expect(
      try tell(isThere: false)
        == .failed(
          "no sound can be played, and there is no terminal to ring: none of pw-play, paplay, "
            + "aplay is there"))
    #expect(terminal.rings == 2)
  }

  @Test func mutedItIsSilent() throws {
    try player("paplay", "touch \(folder("played"))")
    #expect(try tell(isMuted: true) == .skipped("muted"))
    let bell = BellChannel(place: terminal.place(isMuted: true))
    let notice = NoticeTests.notice(NoticeTests.transition())
    #expect(bell.tell(notice, until: try Interruption()) == .skipped("muted"))
    #expect(try folder.names == ["paplay"] && terminal.rings == 0)
  }
}

import Alerting
import Glibc
import Notifying
import TestSupport
import Testing

@testable import hightide

/// Channels in a settings file, `[notify NAME]`.
@Suite(.waiting) struct ChannelSectionTests {
  private let folder = ScratchFolder()

  private func options(_ settings: String, _ arguments: [String] = []) throws -> Options {
    let path = try folder.write(settings, to: "config.ini")
    guard case .watch(let options) = try Command.parse(arguments, settingsFiles: [path]) else {
      Issue.record("\(arguments) does not watch")
      return Options()
    }
    return options
  }

  @Test func sectionsDescribeChannels() throws {
    let found = try options(
      """
      [notify team]
      kind = command
      command = page "$HIGHTIDE_MESSAGE"
      on = recovered , triggered
      severity = critical
      repeat = 30m

      [notify horn]
      kind = sound
      file = /usr/share/horn.wav
      on = triggered
      [notify off]
      kind = bell
      enabled = no
      [notify log.2]
      kind = journal
      """)
    var team = ChannelSettings(
      name: "team", kind: "command", values: ["command": "page \"$HIGHTIDE_MESSAGE\""])
    team.subscription.severity = .critical
    team.subscription.repeatAfter = .seconds(1_800)
    var horn = ChannelSettings(
      name: "horn", kind: "sound", values: ["file": "/usr/share/horn.wav"])
    horn.subscription.states = [.triggered]
    #expect(found.channels == [team, horn, ChannelSettings(name: "log.2", kind: "journal")])
  }

  @Test func optionsWinOverSectionsOfTheirName() throws {
    let settings = "[notify sound]\nkind = sound\nfile = a.wav\n[notify on-alert]\nkind = bell\n"
    let found = try options(settings, ["--sound=b.wav"])
    #expect(found.channels.map(\.name) == ["on-alert", "sound"])
    #expect(found.channels.last?.values == ["file": "b.wav"])
    #expect(try options("", ["--sound"]).channels.map(\.values) == [[:]])
    #expect(try options("[watch]\nsound = yes\n").channels.map(\.kind) == ["sound"])
    #expect(try options("[watch]\nsound = no\n").channels == [])
    #expect(try options("[watch]\nsound = c.wav\n").channels.map(\.values) == [["file": "c.wav"]])
    // A replay tells what the command line asks for alone.
    #expect(try options(settings, ["--replay", "--sound"]).channels.map(\.name) == ["sound"])
    #expect(try options(settings, ["--demo", "--sound"]).channels.map(\.name) == ["sound"])
    #expect(try options(settings, ["--demo"]).channels == [])
  }

  @Test(arguments: [
    ("[notify team]\n", "1: [notify team] needs a 'kind', which is one of KINDS"),
    ("[notify team]\nkind = mail\n", "2: 'kind' takes one of KINDS; not 'mail'"),
    (
      "[notify team]\nkind = command\n",
      "1: [notify team] needs a 'command': a command for /bin/sh"
    ),
    (
      "[notify team]\nkind = command\ncommand =\n",
      "3: 'command' takes a command for /bin/sh; not ''"
    ),
    (
      "[notify team]\nkind = bell\ncomand = x\n",
      "3: unknown key 'comand' in [notify team], whose kind is bell; there are kind, on, severity, "
        + "repeat, enabled"
    ),
    (
      "[notify team]\nkind = bell\nseverty = info\n",
      "3: unknown key 'severty' in [notify team], whose kind is bell; did you mean 'severity'?"
    ),
    (
      "[notify team]\nkind = bell\non = triggered, over\n",
      "3: 'on' takes triggered, recovered, or both with a comma between; not 'triggered, over'"
    ),
    (
      "[notify team]\nkind = bell\nseverity = bad\n",
      "3: 'severity' takes info, warning or critical: this and above; not 'bad'"
    ),
    (
      "[notify team]\nkind = bell\nrepeat = 500ms\n",
      "3: 'repeat' takes a duration from 1s to 7d in whole seconds, such as 30m; not '500ms'"
    ),
    ("[notify team]\nkind = bell\nenabled = 1\n", "3: 'enabled' takes yes or no; not '1'"),
    (
      "[notify a/b]\nkind = bell\n",
      "1: a channel is called by letters, digits, '-', '_' and '.', such as [notify team]"
    ),
    (
      "[notify]\nkind = bell\n",
      "1: a channel is called by letters, digits, '-', '_' and '.', such as [notify team]"
    ),
  ])
  func mistakesAreNamedWithTheirLine(settings: String, complaint: String) {
    let error = #expect(throws: UsageError.self) { try options(settings) }
    let said = error.map { "\($0)" }
    let kinds = ChannelKind.names.joined(separator: ", ")
    #expect(said == folder("config.ini") + ":" + complaint.replacing("KINDS", with: kinds))
  }

  @Test func settingsInForceCanBeReadAgain() throws {
    let settings = "[notify team]\nkind = command\ncommand = page\n"
    let path = try folder.write(settings, to: "config.ini")
    guard case .show(let text) = try Command.parse(["--print-config"], settingsFiles: [path]) else {
      Issue.record("no settings")
      return
    }
    #expect(
      text.contains("\n[notify team]\nkind = command ; \(path):2\ncommand = page ; \(path):3\n"))
    #expect(try options(text).channels == options(settings).channels)
  }

  @Test func soundIsPlayedByTheWholeProgram() throws {
    try folder.writeProgram(
      "cp \"$2\" \(folder("part")); mv \(folder("part")) \(folder("played"))", to: "aplay")
    let log = try folder.write("", to: "access.log")
    let program = try PipedProcess(
      ["--json", "--threshold=1", "--lateness=0", "--window=2", "--sound", log],
      environment: ["PATH": "\(folder.path):/usr/bin:/bin"])
    #expect(try program.report { $0.event == "opened" } != nil)
    try folder.append(String(repeating: LogLine.request(), count: 5), to: "access.log")
    #expect(
      Patience.wait { (try? folder.bytes("played")) == AlertTone(.triggered, .warning).wave })
    #expect(
      Patience.wait { (try? folder.bytes("played")) == AlertTone(.recovered, .warning).wave })
    program.signal(SIGINT)
    #expect(program.waitForExit() == 0 && program.errors.isEmpty)
  }

  /// Through the real player, to a device that records.
  @Test func soundIsWhatAPlayerPlays() throws {
    try folder.write(
      "pcm.!default {\n type file\n slave.pcm { type null }\n format raw\n"
        + " file \"| cat >> \(folder("heard"))\"\n}\n", to: "asound.conf")
    try folder.write("[notify horn]\nkind = sound\n", to: "config.ini")
    for name in ["aplay", "cat"] {
      #expect(unsafe symlink("/usr/bin/\(name)", folder(name)) == 0)
    }
    let program = try PipedProcess(
      ["check", "-c", folder("config.ini"), "--notify", "horn"],
      environment: ["PATH": folder.path, "ALSA_CONFIG_PATH": folder("asound.conf")])
    #expect(program.waitForExit() == 0, "\(program.lines)")
    let heard = try folder.bytes("heard")
    let tones = [AlertTone(.triggered, .info), AlertTone(.recovered, .info)].map {
      Array($0.wave.dropFirst(44))
    }
    // Silence fills the player's buffer behind each.
    #expect(heard.starts(with: tones[0]) && heard.count % 2 == 0)
    #expect(heard.dropFirst(heard.count / 2).starts(with: tones[1]))
    #expect(heard.count < 4 * tones[0].count)
  }

  @Test func terminalOfTheDashboardGetsANotification() throws {
    let settings = try folder.write("[notify me]\nkind = desktop\n", to: "config.ini")
    let log = try WatchedLog(["--config", settings])
    #expect(log.isShown())
    try log.folder.append(String(repeating: LogLine.request(), count: 3_000), to: "access.log")
    let begin = Array("\u{1B}]9;hightide: High traffic generated an alert - hits = ".utf8)
    #expect(log.program.wait { _ in log.program.output.contains(begin) })
    log.program.send("q")
    #expect(log.program.waitForExit() == 0)
  }
}

package import System

/// Plays a sound for each notice, by the first player of the machine that can.
///
/// Where none can, the bell rings instead.
package struct SoundChannel: Channel {
  /// Played at a trigger in place of the tone.
  let file: String?
  let place: ChannelPlace
  /// The folders that players are looked for in; `nil` for those of `PATH`.
  var folders: String?
  var timeLimit = Duration.seconds(20)

  /// In the order in which they are tried.
  private static let players = [
    (name: "pw-play", arguments: []), (name: "paplay", arguments: []),
    (name: "aplay", arguments: ["-q"]),
  ]

  /// What was worth a sound is history by then.
  package var lasting: Duration? { .seconds(10) }

  package func tell(_ notice: Notice, until interruption: Interruption) -> Attempt {
    guard !place.isMuted() else { return .skipped("muted") }
    do throws(SystemError) {
      guard let file, notice.state == .triggered else {
        let tone = try TemporaryFile(AlertTone(of: notice).wave, ending: ".wav")
        return withExtendedLifetime(tone) { play(tone.path, interruption) }
      }
      return play(file, interruption)
    } catch {
      return ring("cannot write the sound: \(error)")
    }
  }

  private func play(_ path: String, _ interruption: Interruption) -> Attempt {
    var reasons: [String] = []
    for player in SoundChannel.players {
      let found =
        folders.map { ProgramSearch.path(of: player.name, in: $0) }
        ?? ProgramSearch.path(of: player.name)
      guard let found else { continue }
      let program = ChildProgram(found, player.arguments + [path], timeLimit: timeLimit)
      do throws(SystemError) {
        let outcome = try program.run(until: interruption)
        if outcome.isSuccess { return .delivered }
        reasons.append("\(player.name): \(outcome.complaint(timeLimit: timeLimit))")
        // What has played for so long was heard.
        if outcome.cut != nil { return .failed(reasons.joined(separator: "; ")) }
      } catch {
        reasons.append("\(player.name): \(error)")
      }
    }
    let names = SoundChannel.players.map(\.name).joined(separator: ", ")
    return ring(reasons.isEmpty ? "none of \(names) is there" : reasons.joined(separator: "; "))
  }

  private func ring(_ reason: String) -> Attempt {
    place.ring()
      ? .instead("no sound can be played, the bell rings instead: \(reason)")
      : .failed("no sound can be played, and there is no terminal to ring: \(reason)")
  }
}

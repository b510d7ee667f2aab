import Dashboard
import Feed
import Fleet
import Pipeline
import Remote
import System

extension ScreenView {
  /// From how many seconds on a clock or its delay is worth a word.
  private static let leastDelay = 5

  /// What is to be said of servers, in the order of their names.
  var serverNotes: [ServerNote] {
    var notes: [[UInt8]: ServerNote] = [:]
    func note(_ source: SourceName, _ change: (inout ServerNote) -> Void) {
      guard case .ssh(let places)? = try? RemoteName(source.text), let place = places.first else {
        return
      }
      let server = Array(place.host.utf8)
      change(&notes[server, default: ServerNote(server: server)])
    }
    for failed in sources.failures { note(failed.source) { $0.isGone = true } }
    for (source, seconds) in sources.clocks { note(source) { $0.secondsAhead = seconds } }
    let now = Int(MachineClock.wall.components.seconds)
    let clocks = servers.filter { $0.state == .sending }.compactMap(\.clock)
    let (first, last) = (clocks.min() ?? 0, clocks.max() ?? 0)
    for server in servers {
      var note = notes[server.server] ?? ServerNote(server: server.server)
      if server.state != .sending { note.isGone = true }
      if let skew = server.skew, abs(skew) >= ScreenView.leastDelay { note.secondsAhead = skew }
      if let clock = server.clock, now - clock >= ScreenView.leastDelay {
        note.secondsBehind = now - clock
        note.delaysOthers =
          server.state == .sending && clock == first && last - first >= ScreenView.leastDelay
      }
      if note.isGone || note.secondsAhead != 0 || note.secondsBehind > 0 {
        notes[server.server] = note
      }
    }
    return notes.values.sorted { $0.server.lexicographicallyPrecedes($1.server) }
  }
}

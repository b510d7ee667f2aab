import Dashboard
import Feed
import Fleet
import Pipeline
import Remote

extension ScreenView {
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
    for server in servers where server.state != .sending {
      notes[server.server, default: ServerNote(server: server.server)].isGone = true
    }
    return notes.values.sorted { $0.server.lexicographicallyPrecedes($1.server) }
  }
}

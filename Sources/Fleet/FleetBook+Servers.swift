import Traffic

extension FleetBook {
  /// Whether no server has sent anything.
  package var isEmpty: Bool { voices.isEmpty }

  /// Whether some server does not send all that is asked for.
  package var hasGaps: Bool {
    voices.values.contains {
      $0.holdsUp && (!$0.missing.isEmpty || !$0.missingDimensions.isEmpty)
    }
  }

  /// How each server stands, in the order of their names.
  package func servers() -> [FleetServer] {
    var servers: [[UInt8]: FleetServer] = [:]
    for voice in voices.values {
      let state: FleetServer.State = voice.isGone ? .gone : voice.isIdle ? .idle : .sending
      let clock = voice.clock == .min ? nil : voice.clock
      let new = FleetServer(
        server: voice.server, state: state, clock: clock, skew: voice.skew,
        lastSeen: voice.lastSeen, missing: voice.holdsUp ? voice.missing : [],
        missingDimensions: voice.holdsUp ? voice.missingDimensions : [])
      guard let known = servers[voice.server] else {
        servers[voice.server] = new
        continue
      }
      var joined = known.lastSeen > new.lastSeen ? known : new
      if known.state == .sending, new.state == .sending {
        joined.clock = [known.clock, new.clock].compactMap(\.self).min()
      }
      joined.missing = known.missing + new.missing.filter { !known.missing.contains($0) }
      joined.missingDimensions =
        known.missingDimensions
        + new.missingDimensions.filter { !known.missingDimensions.contains($0) }
      servers[voice.server] = joined
    }
    return servers.values.sorted { $0.server.lexicographicallyPrecedes($1.server) }
  }
}

extension FleetBook {
  /// The greatest clock of any server, but for those that are more than an hour ahead of the fleet's.
  package var frontier: Int? {
    guard let clock else { return nil }
    return voices.values.lazy.map(\.clock).filter { $0 <= clock + Timing.longestJump }.max()
  }
}

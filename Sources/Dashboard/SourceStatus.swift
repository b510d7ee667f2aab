import Canvas
package import Feed

/// Where the lines come from, and the state of that source.
package struct SourceStatus: Sendable, Equatable {
  package enum State: Sendable, Equatable {
    /// Reading the lines that exist already; `share`, 0 to 1, is how much has been read, if known.
    case loading(share: Double?)
    case following
    /// The file does not exist yet, or no longer.
    case waiting
    /// There will be no more lines.
    case ended
    /// Reading fails at the moment, for this reason.
    case failed(reason: String)
    /// The lines are followed, but the state file cannot be written at the moment, for this reason.
    case unsaved(reason: String)
    /// The lines are followed, far behind those that are written.
    case behind(SourceLag)
    /// There are lines, but nothing can be parsed of this source.
    case unparsed(source: String, expected: String)
  }

  package var state: State
  /// As the user named them; `-` is standard input.
  package var paths: [String]
  /// Whether the lines are generated.
  package var isDemo: Bool
  /// Whether lines that were written between two runs could not be found.
  package var hasMissed: Bool
  /// How many records of sums were not taken in.
  package var refused = 0

  package init(
    state: State, paths: [String], isDemo: Bool = false, hasMissed: Bool = false
  ) {
    self.state = state
    self.paths = paths
    self.isDemo = isDemo
    self.hasMissed = hasMissed
  }

  /// The paths as one text.
  package var name: String {
    switch paths.count {
    case 0: "no file"
    case 1: paths[0] == "-" ? "standard input" : paths[0]
    case 2: paths.joined(separator: ", ")
    default: "\(paths[0]) and \(paths.count - 1) more"
    }
  }

  /// The state in one word.
  var word: String {
    switch state {
    case .loading: "loading"
    case .following: "following"
    case .waiting: "waiting"
    case .ended: "ended"
    case .failed: "unreadable"
    case .unsaved: "not saved"
    case .behind: "behind"
    case .unparsed: "not parsed"
    }
  }

  /// The state in words.
  package var words: String {
    switch state {
    case .loading(let share?): "loading \(Int((min(1, max(0, share)) * 100).rounded())) %"
    case .loading(nil): "loading"
    case .following: "following"
    case .waiting: "waiting for the file"
    case .ended: "ended"
    case .failed(let reason): "cannot read: \(reason)"
    case .unsaved(let reason): "state not saved: \(reason)"
    case .behind(let lag): "\(durationText(lag.seconds)) behind, \(shortCount(lag.records)) records"
    case .unparsed(let source, _): "cannot parse \(source)"
    }
  }
}

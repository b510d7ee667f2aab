package import AccessLog

/// What became of a source.
///
/// Events come in order with the lines of the source: those before an event were written before it.
package struct SourceEvent: Hashable, Sendable {
  package enum Change: Hashable, Sendable {
    /// It is there, and read.
    case opened
    /// The name means another file now; the rest of the one before is still read first.
    case rotated
    /// It was emptied, and is read from its beginning.
    case truncated
    /// There is nothing of that name, for now.
    case waiting
    /// It cannot be read, at the moment or in the whole run.
    case failed(SourceFailure)
    /// It can be read again.
    case resumed
    /// Lines may not be counted: their file is gone, was cut before it was read, or cannot be read.
    case missed
    /// So many messages were dropped before they could be read, because they came too fast.
    case dropped(messages: Int)
    /// The clock of its machine is so far ahead of this one's, or behind it; 0 once it is not.
    case clock(secondsAhead: Int)
    /// So far behind what was written it is read, where that is far; zeros once it no longer is.
    case lag(SourceLag)
    /// Records cannot be read any more, and why; `nil` if their number is not known.
    case lost(records: Int?, reason: String)
    /// Input is over.
    case ended
    /// Its lines cannot be parsed.
    case unparsed(Unparsed)
    /// They can be parsed again.
    case parsed
    /// So many of its hits are without a request by now, since the lines that say it are not known: its
    /// records stand in two lines each.
    case unpaired(Int)
    /// Its lines are read in a format that was found by looking at them.
    ///
    /// It stands apart: ten thousand events may wait, and it is three times as large as all else of one.
    indirect case format(FormatFinding)
  }

  package var source: SourceName
  package var change: Change

  package init(source: SourceName, change: Change) {
    self.source = source
    self.change = change
  }
}

extension SourceEvent.Change {
  /// The event in one word, as reports name it.
  package var word: String {
    switch self {
    case .opened: "opened"
    case .rotated: "rotated"
    case .truncated: "truncated"
    case .waiting: "waiting"
    case .failed: "failed"
    case .resumed: "resumed"
    case .missed, .dropped, .lost: "missed"
    case .lag: "lag"
    case .clock: "clock"
    case .ended: "ended"
    case .unparsed: "unparsed"
    case .parsed: "parsed"
    case .unpaired: "unpaired"
    case .format: "format"
    }
  }

  /// Why, where there is something to say.
  package var reason: String? {
    switch self {
    case .failed(let failure): failure.reason
    case .missed: "a file is gone, was cut, or cannot be read"
    case .clock(0): "its clock is right again"
    case .clock(let seconds):
      "its clock is \(abs(seconds)) s \(seconds > 0 ? "ahead of" : "behind") this machine's"
    case .lag(let lag): lag.isNone ? "it is read as it is written" : "it is read \(lag) behind"
    case .lost(let count?, let reason): "\(count) records \(reason)"
    case .lost(nil, let reason): reason
    case .dropped(let count): "dropped \(count) messages or connections, which came too fast"
    case .opened, .rotated, .truncated, .waiting, .resumed, .ended, .unparsed, .parsed, .unpaired,
      .format:
      nil
    }
  }
}

/// Why a source cannot be read.
package struct SourceFailure: Hashable, Sendable {
  /// For a person, such as `Permission denied`.
  package var reason: String
  /// Whether the source gives no more lines in this run: a pipe that broke, a file of a replay.
  package var isFinal: Bool

  package init(reason: String, isFinal: Bool) {
    self.reason = reason
    self.isFinal = isFinal
  }
}

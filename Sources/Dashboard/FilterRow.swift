import AccessLog
import Canvas
import Query
import Traffic

/// The row below the header that says what the filter of the screen chooses, and how much of the
/// traffic that is.
struct FilterRow {
  /// Fewer cells say nothing of the filter.
  private static let leastWords = 12

  private let scene: Scene

  init(_ scene: Scene) { self.scene = scene }

  func draw(row: Int, on grid: inout Grid) {
    guard let filter = scene.view.screenFilter.all else { return }
    let columns = scene.view.size.columns
    let words = scene.view.screenFilter.parts.map(\.words).joined(separator: ", ")
    let start = grid.write(" FILTER ", column: 1, row: row, role: .warningBlock) + 1
    var end = columns - 1
    let isNarrow = scene.view.size.breadth < .wordy
    let known = [scene.model, scene.live].lazy.compactMap { $0.filtered }.first {
      $0.filter == filter
    }
    for (text, role) in notes(known, isNarrow: isNarrow) {
      guard end - CellWidth.gap - text.unicodeScalars.count - start >= FilterRow.leastWords else {
        break
      }
      end = grid.write(text, endingAt: end, row: row, role: role) - CellWidth.gap
    }
    grid.write(words, column: start, row: row, role: .strong, limit: max(0, end - start))
  }

  /// What is said at the right, the most important first.
  private func notes(_ known: FilteredModel?, isNarrow: Bool) -> [(String, Role)] {
    guard let known else { return [("counting", .muted)] }
    var notes: [(String, Role)] = []
    if let share {
      notes.append((isNarrow ? String(share.prefix { $0 != "%" }) + "%" : share, .text))
    }
    if let progress = known.progress {
      notes.append(("reading the past \(Int(progress * 100)) %, Esc stops", .accent))
    } else if let failure = known.failure {
      notes.append(("the past is not known: \(failure)", .warning))
    }
    notes.append(("alerts judge all hits", .muted))
    return notes
  }

  /// The share of all hits of the interval that is shown.
  private var share: String? {
    let all = scene.model.snapshot
    guard let shown = scene.shown,
      let whole = (all.endedIntervals + [all.currentInterval].compactMap(\.self)).last(where: {
        $0.start == shown.start
      })
    else { return nil }
    let hits = whole.statistics.hits + shown.counts.late
    guard hits > 0 else { return "no hit at all" }
    return "\(longShare(shown.statistics.hits, of: hits)) of \(shortCount(hits)) hits"
  }
}

/// The row above a filter that is being typed: how it may go on.
struct FilterCandidates {
  private let scene: Scene
  private let text: String
  private let cycle: FilterCycle?

  init(_ scene: Scene, _ text: String, _ cycle: FilterCycle?) {
    self.scene = scene
    self.text = text
    self.cycle = cycle
  }

  func draw(row: Int, on grid: inout Grid) {
    let completion = scene.completion(of: text)
    var column = grid.write("tab", column: 1, row: row, role: .keyName) + 1
    let end = scene.view.size.columns - 1
    let words: [String]
    var chosen: Int?
    if let cycle, cycle.texts.count > 1 {
      // What all of them begin with stands in the line below.
      let common = cycle.texts.dropFirst().reduce(cycle.texts[0][...]) { common, text in
        common.prefix(zip(common, text).prefix { $0 == $1 }.count)
      }
      let kept = common.lastIndex(of: " ").map {
        common.distance(from: common.startIndex, to: $0) + 1
      }
      words = cycle.texts.map { String($0.dropFirst(kept ?? 0)) }
      chosen = cycle.index
    } else {
      words = completion.candidates
    }
    guard !words.isEmpty else {
      grid.write("Enter shows only these hits, Esc leaves it", column: 1, row: row, role: .muted)
      return
    }
    for index in max(0, (chosen ?? 0) - 2)..<words.count {
      let word = printableText(words[index].utf8)
      guard column + 1 + word.utf8.count <= end else {
        if column + 2 <= end { grid.write("…", column: column + 1, row: row, role: .muted) }
        break
      }
      column = grid.write(
        word, column: column + 1, row: row, role: index == chosen ? .strong : .text)
      column += 1
    }
  }
}

package import Feed

extension SourceStatus {
  /// Whether what was there at the start is still being read.
  package enum Loading: Sendable, Equatable {
    /// The share that is done, 0 to 1, where it is known.
    case under(share: Double?)
    case over
  }

  /// The worst of what can be said of the sources; `saveFailure` says why what is known cannot be
  /// kept, if it cannot.
  package init(
    of book: SourceBook, paths: [String], isDemo: Bool, loading: Loading, saveFailure: String?
  ) {
    self.init(
      state: .worst(of: book, paths, loading, saveFailure), paths: paths, isDemo: isDemo,
      hasMissed: book.hasMissed)
  }
}

extension SourceStatus.State {
  fileprivate static func worst(
    of book: SourceBook, _ paths: [String], _ loading: SourceStatus.Loading, _ saveFailure: String?
  ) -> Self {
    // Said also at the end: what is shown is not all there was.
    if let failed = book.failures.first {
      let reason = failed.failure.reason
      // One name may stand for several sources.
      guard paths.count > 1 || paths.first != failed.source.text else {
        return .failed(reason: reason)
      }
      let others = book.failures.count - 1
      return .failed(
        reason: "\(failed.source): \(reason)" + (others > 0 ? " (and \(others) more)" : ""))
    }
    if let (source, unparsed) = book.unparsed.first {
      return .unparsed(source: "\(source)", expected: unparsed.expected)
    }
    if book.hasEnded(paths.map { SourceName($0) }) { return .ended }
    if book.isWaiting { return .waiting }
    if let saveFailure { return .unsaved(reason: saveFailure) }
    if case .over = loading,
      let lag = book.lags.values.max(by: { ($0.seconds, $0.records) < ($1.seconds, $1.records) })
    {
      return .behind(lag)
    }
    return if case .under(let share) = loading { .loading(share: share) } else { .following }
  }
}

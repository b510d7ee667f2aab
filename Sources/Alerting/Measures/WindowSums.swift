import Traffic

/// What was counted over a span of seconds.
struct WindowSums: Sendable {
  /// What is kept of the hits beside their number.
  enum Content: Sendable {
    case sum
    case values
    case clients
  }

  /// What the measure needs besides the hits.
  ///
  /// Wider than what it adds up: a line may state as many bytes as a number holds. Declared first,
  /// so that its alignment needs no padding.
  private(set) var extra: Int128 = 0
  private(set) var hits = 0
  /// `Int.min` before the first.
  private var last = Int.min
  /// The hits of each client that is kept.
  private var clients: [UInt64: Int] = [:]
  private(set) var values = ValueBag()

  /// The last second up to the end of the span that has hits, wherever it lies; from which second on
  /// there were none, before the first.
  var lastHit: Int? {
    get { last == .min ? nil : last }
    set { last = newValue ?? .min }
  }

  /// Distinct clients that are kept.
  var clientCount: Int { clients.count }

  mutating func add(_ cell: SelectionCell, _ content: Content) {
    hits += cell.hits
    switch content {
    case .sum: extra += Int128(cell.extra)
    case .values: if cell.extra > 0 { values.add(cell.key, count: cell.extra) }
    case .clients: if cell.key != 0 { clients[cell.key, default: 0] += cell.hits }
    }
  }

  mutating func remove(_ cell: SelectionCell, _ content: Content) {
    hits -= cell.hits
    switch content {
    case .sum: extra -= Int128(cell.extra)
    case .values: if cell.extra > 0 { values.remove(cell.key, count: cell.extra) }
    case .clients:
      guard cell.key != 0, let before = clients[cell.key] else { return }
      clients[cell.key] = before > cell.hits ? before - cell.hits : nil
    }
  }

  /// Notes that a second up to the end of the span has hits.
  mutating func noteHit(at second: Int) { last = max(last, second) }
}

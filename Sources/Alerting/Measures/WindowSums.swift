import Traffic

/// What was counted over a span of seconds.
struct WindowSums: Sendable {
  /// What is kept of the hits beside their number.
  enum Content: Sendable {
    case sum
    case values
    case clients
  }

  /// How many seconds the span has.
  let seconds: Int
  private let content: Content
  private(set) var hits = 0
  /// What the measure needs besides the hits.
  ///
  /// Wider than what it adds up: a line may state as many bytes as a number holds.
  private(set) var extra: Int128 = 0
  private(set) var values = ValueBag()
  /// The hits of each client that is kept.
  private var clients: [UInt64: Int] = [:]
  /// How many clients one that is kept stands for.
  var clientsForOne = 1
  /// The last second up to the end of the span that has hits, wherever it lies; from which second on
  /// there were none, before the first.
  var lastHit: Int?
  /// The last second of the span.
  var end = 0

  init(seconds: Int, _ content: Content) {
    self.seconds = seconds
    self.content = content
  }

  /// Distinct clients.
  var clientCount: Int { clients.count * clientsForOne }

  mutating func add(_ cell: SelectionCell) {
    hits += cell.hits
    switch content {
    case .sum: extra += Int128(cell.extra)
    case .values: if cell.extra > 0 { values.add(cell.key, count: cell.extra) }
    case .clients: if cell.key != 0 { clients[cell.key, default: 0] += cell.hits }
    }
  }

  mutating func remove(_ cell: SelectionCell) {
    hits -= cell.hits
    switch content {
    case .sum: extra -= Int128(cell.extra)
    case .values: if cell.extra > 0 { values.remove(cell.key, count: cell.extra) }
    case .clients:
      guard cell.key != 0, let before = clients[cell.key] else { return }
      clients[cell.key] = before > cell.hits ? before - cell.hits : nil
    }
  }
}

import AccessLog

/// Filters as a list of tests, each with where to go on.
///
/// Values are in a few arrays that all tests share, so that a test is plain bytes: going through them
/// counts no reference.
struct FilterProgram: Sendable {
  struct Test: Sendable {
    enum Operation: UInt8, Sendable {
      /// The number is within the bounds.
      case isWithin
      /// The number is not within the bounds.
      case isOutside
      case isNumberIn
      case equals
      case differs
      case begins
      case ends
      case contains
      case isTextIn
      case isClientIn
      case matches
    }

    var operation: Operation
    var number = FilterNumber.status
    /// Which text is read, in ``FilterProgram/dimensions``.
    var text: Int32 = 0
    /// The bounds of a number, or where values stand in the array of their kind.
    var low = 0
    var high = 0
    /// Of a client: where the names stand in ``FilterProgram/texts``; the networks stand at the
    /// bounds.
    var nameLow: Int32 = 0
    var nameHigh: Int32 = 0
    /// The index of the next test, or ``FilterProgram/accepted`` or ``FilterProgram/refused``.
    var ifTrue: Int32 = 0
    var ifFalse: Int32 = 0
  }

  static let accepted: Int32 = -1
  static let refused: Int32 = -2

  /// Each continues with one before it.
  private(set) var tests: [Test] = []
  /// The first test of each filter.
  private(set) var entries: [Int32] = []
  /// All texts that are read, each once.
  private(set) var dimensions: [Dimension] = []
  /// Where the texts that are compared with stand in ``letters``; those of one list in byte order.
  private(set) var texts: [Range<Int>] = []
  private(set) var letters: [UInt8] = []
  /// Numbers of lists.
  private(set) var numbers: [Int] = []
  /// Networks as ranges of addresses; those of one list in order, and apart.
  private(set) var networks: [ClosedRange<AddressNumber>] = []
  private(set) var patterns: [Pattern] = []

  init(_ expressions: [FilterExpression]) {
    entries = expressions.map { append($0, FilterProgram.accepted, FilterProgram.refused) }
    // So that 16 bytes of any text can be read at once.
    letters += repeatElement(0, count: 16)
  }

  /// Appends the tests of an expression, and returns which of them is the first.
  private mutating func append(
    _ expression: FilterExpression, _ ifTrue: Int32, _ ifFalse: Int32
  ) -> Int32 {
    switch expression {
    case .not(let inner): return append(inner, ifFalse, ifTrue)
    case .and(let parts):
      return parts.reversed().reduce(ifTrue) { append($1, $0, ifFalse) }
    case .or(let parts):
      return parts.reversed().reduce(ifFalse) { append($1, ifTrue, $0) }
    case .comparison(let comparison):
      var test = test(comparison)
      test.ifTrue = ifTrue
      test.ifFalse = ifFalse
      tests.append(test)
      return Int32(tests.count - 1)
    }
  }

  private mutating func test(_ comparison: FilterComparison) -> Test {
    switch comparison {
    case .number(let number, let symbol, let values):
      var test = numberTest(symbol, values)
      test.number = number
      return test
    case .text(let dimension, let symbol, let values):
      let place = append(texts: values)
      return Test(
        operation: FilterProgram.operation(symbol), text: index(of: dimension),
        low: place.lowerBound, high: place.upperBound)
    case .client(let dimension, let networks, let names):
      let place = append(networks: networks)
      let namePlace = append(texts: names)
      return Test(
        operation: .isClientIn, text: index(of: dimension), low: place.lowerBound,
        high: place.upperBound, nameLow: Int32(namePlace.lowerBound),
        nameHigh: Int32(namePlace.upperBound))
    case .pattern(let dimension, let pattern):
      patterns.append(pattern)
      return Test(operation: .matches, text: index(of: dimension), low: patterns.count - 1)
    }
  }

  private mutating func numberTest(_ symbol: FilterOperator, _ values: [FilterDecimal]) -> Test {
    let value = values[0]
    // Nothing lies between the bounds of an empty range.
    let exact = value.isWhole ? (value.floor, value.floor) : (1, 0)
    switch symbol {
    case .equals: return Test(operation: .isWithin, low: exact.0, high: exact.1)
    case .differs: return Test(operation: .isOutside, low: exact.0, high: exact.1)
    case .below:
      guard value.ceiling > .min else { return Test(operation: .isWithin, low: 1, high: 0) }
      return Test(operation: .isWithin, low: .min, high: value.ceiling - 1)
    case .atMost: return Test(operation: .isWithin, low: .min, high: value.floor)
    case .above:
      guard value.floor < .max else { return Test(operation: .isWithin, low: 1, high: 0) }
      return Test(operation: .isWithin, low: value.floor + 1, high: .max)
    case .atLeast: return Test(operation: .isWithin, low: value.ceiling, high: .max)
    case .isIn:
      let start = numbers.count
      numbers += values.filter(\.isWhole).map(\.floor).sorted()
      return Test(operation: .isNumberIn, low: start, high: numbers.count)
    case .begins, .ends, .contains, .matches:
      preconditionFailure("numbers are not compared so")
    }
  }

  private static func operation(_ symbol: FilterOperator) -> Test.Operation {
    switch symbol {
    case .equals: .equals
    case .differs: .differs
    case .begins: .begins
    case .ends: .ends
    case .contains: .contains
    case .isIn: .isTextIn
    case .matches, .below, .atMost, .above, .atLeast:
      preconditionFailure("texts are not compared so")
    }
  }

  private mutating func index(of dimension: Dimension) -> Int32 {
    if let known = dimensions.firstIndex(of: dimension) { return Int32(known) }
    dimensions.append(dimension)
    return Int32(dimensions.count - 1)
  }

  private mutating func append(texts values: [[UInt8]]) -> Range<Int> {
    let start = texts.count
    for value in values.sorted(by: { $0.lexicographicallyPrecedes($1) }) {
      texts.append(letters.count..<letters.count + value.count)
      letters += value
    }
    return start..<texts.count
  }

  private mutating func append(networks values: [Network]) -> Range<Int> {
    let start = networks.count
    for range in values.map(\.addresses).sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if networks.count > start, let last = networks.last, range.lowerBound <= last.upperBound {
        networks[networks.count - 1] = last.lowerBound...max(last.upperBound, range.upperBound)
      } else {
        networks.append(range)
      }
    }
    return start..<networks.count
  }
}

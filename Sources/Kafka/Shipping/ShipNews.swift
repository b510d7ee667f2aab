/// What is to be said of shipping.
package enum ShipNews: Equatable, Sendable {
  /// Nothing can be sent, and why.
  case unreachable(reason: String)
  /// It can again.
  case reached(afterSeconds: Int)
  /// The topic is not there, or may not be written to.
  case topic(String)
  /// Records did not arrive, and are sent again.
  case failed(reason: String)
  /// A line was longer than one may be, and was cut.
  case cut
}

import Traffic

extension MeasureDefinition {
  /// Distinct clients.
  static let clients = MeasureDefinition(label: "clients", unit: .count, extra: .clients) {
    Double($0.clientCount * $1.clientsForOne)
  }
}

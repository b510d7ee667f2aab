import Glibc

/// Many rules, ten of them with a `by`, none of which fires.
enum BenchmarkRules {
  static let count = 50
  private static let dimensions = [
    "client", "network", "path", "agent", "section", "client", "status", "method", "referrer",
    "network",
  ]
  private static let conditions = [
    "measure = rate", "measure = share\nof = status >= 500",
    "measure = share\nof = status >= 400 and status < 500", "measure = rate\nwhere = path^=/api",
    "measure = share\nof = status = 404",
  ]

  /// Writes them into a settings file, and returns its path.
  static func write(in logs: Logs) -> String {
    var text = ""
    for rule in 0..<count - dimensions.count {
      let condition = conditions[rule % conditions.count]
      let limit = condition.hasPrefix("measure = share") ? "99 %" : "1000000"
      text += "[rule r\(rule)]\n\(condition)\nabove = \(limit)\nwindow = \(1 + rule % 5)m\n"
    }
    for (rule, dimension) in dimensions.enumerated() {
      text += "[rule by\(rule)]\nmeasure = rate\nby = \(dimension)\nabove = 1000000\n"
      text += "window = \(1 + rule % 3)m\n"
    }
    let path = logs.path("rules.ini")
    guard let file = unsafe fopen(path, "w"), unsafe fputs(text, file) >= 0,
      unsafe fclose(file) == 0
    else { fail("cannot write \(path)") }
    return path
  }
}

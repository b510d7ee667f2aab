import Query
import Traffic

/// What `hightide demo` is asked: how a made-up fleet is shown.
enum DemoOptions {
  /// What there is a demo of.
  static let fleet = "kafka"

  /// Every option of `demo`, in the order of the help text.
  static let table = [
    OptionGroup(title: "What to show", entries: Options.showing),
    OptionGroup(title: "About", entries: [OptionEntry<Options>.help, .version]),
  ]
}

extension Command {
  /// Understands the arguments of `demo`, behind what it is a demo of.
  static func parseDemo(_ arguments: ArraySlice<String>) throws(UsageError) -> Command {
    var options = Options()
    options.isFleetDemo = true
    options.reading = .fromStart
    options.settings = .none
    options.windowSeconds = KafkaDemo.windowSeconds
    options.counting.dimensions = [.server]
    var parser = ArgumentParser(DemoOptions.table)
    switch try parser.parse(arguments, into: &options) {
    case .help: return .show(HelpText.demo)
    case .version: return .show(version)
    case .operands(let names):
      if let name = names.first { throw .fileWithDemo(name) }
      return .watch(options)
    }
  }
}

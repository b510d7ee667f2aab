package import Alerting
import Query

/// A rule as a section of a settings file describes it.
package struct RuleSection {
  /// The words before its name.
  package static let prefix = "rule "

  package let rule: AlertRule

  /// Understands a section whose name begins with ``prefix``.
  ///
  /// The default rule has its own texts, and its threshold and its window are options: of it only the
  /// other keys are read.
  package init(_ section: SettingsDocument.Section) throws(SettingsMistake) {
    let reader = try RuleReader(section)
    rule = try reader.rule()
  }
}

extension AgentProduct {
  /// Programs that show pages to a person, the derived ones before what they are derived from.
  static let browsers = rows(
    .browser,
    [
      ("headlesschrome", "HeadlessChrome"), ("phantomjs", "PhantomJS"), ("electron", "Electron"),
      ("fban", "Facebook"), ("fbav", "Facebook"), ("instagram", "Instagram"),
      ("snapchat", "Snapchat"), ("pinterest", "Pinterest"),
      ("micromessenger", "WeChat"), ("gsa", "Google app"),
      ("edg", "Edge"), ("edge", "Edge"), ("edga", "Edge"), ("edgios", "Edge"),
      ("opr", "Opera"), ("opera", "Opera"), ("opios", "Opera"),
      ("samsungbrowser", "Samsung Internet"), ("yabrowser", "Yandex Browser"),
      ("vivaldi", "Vivaldi"), ("duckduckgo", "DuckDuckGo"), ("ddg", "DuckDuckGo"),
      ("ucbrowser", "UC Browser"), ("miuibrowser", "Mi Browser"),
      ("huaweibrowser", "Huawei Browser"),
      ("heytapbrowser", "HeyTap Browser"), ("vivobrowser", "Vivo Browser"), ("whale", "Whale"),
      ("qqbrowser", "QQ Browser"), ("mqqbrowser", "QQ Browser"), ("metasr", "Sogou Explorer"),
      ("silk", "Silk"), ("puffin", "Puffin"), ("maxthon", "Maxthon"),
      ("coc_coc_browser", "Coc Coc"),
      ("seamonkey", "SeaMonkey"), ("palemoon", "Pale Moon"), ("waterfox", "Waterfox"),
      ("librewolf", "LibreWolf"), ("thunderbird", "Thunderbird"), ("fxios", "Firefox"),
      ("firefox", "Firefox"),
      ("crios", "Chrome"), ("chromium", "Chromium"), ("chrome", "Chrome"),
      ("msie", "Internet Explorer"), ("trident", "Internet Explorer"),
      ("iemobile", "Internet Explorer"), ("konqueror", "Konqueror"), ("epiphany", "Epiphany"),
      ("blackberry", "BlackBerry"), ("bb10", "BlackBerry"), ("safari", "Safari"),
    ])
}

extension AgentProduct {
  /// Programs that read sites without a person at the screen, by what they are for.
  static let crawlers =
    rows(
      .search,
      [
        ("googlebot", "Googlebot"), ("google-inspectiontool", "Google-InspectionTool"),
        ("googleother", "GoogleOther"), ("adsbot-google", "AdsBot-Google"),
        ("mediapartners-google", "Mediapartners-Google"), ("apis-google", "APIs-Google"),
        ("feedfetcher-google", "FeedFetcher-Google"), ("google-read-aloud", "Google-Read-Aloud"),
        ("google-site-verification", "Google-Site-Verification"),
        ("storebot-google", "Storebot-Google"), ("bingbot", "bingbot"),
        ("bingpreview", "BingPreview"), ("adidxbot", "adidxbot"), ("msnbot", "msnbot"),
        ("yandexbot", "YandexBot"), ("yandeximages", "YandexImages"),
        ("baiduspider", "Baiduspider"), ("duckduckbot", "DuckDuckBot"),
        ("duckduckgo-favicons-bot", "DuckDuckGo-Favicons-Bot"), ("slurp", "Yahoo! Slurp"),
        ("applebot", "Applebot"), ("sogou", "Sogou"), ("360spider", "360Spider"),
        ("yisouspider", "YisouSpider"), ("petalbot", "PetalBot"), ("seznambot", "SeznamBot"),
        ("yeti", "Yeti"), ("daum", "Daum"), ("coccocbot", "coccocbot"), ("mojeekbot", "MojeekBot"),
        ("qwantify", "Qwantify"), ("qwantbot", "Qwantbot"), ("exabot", "Exabot"),
        ("naverbot", "NaverBot"), ("mail.ru_bot", "Mail.RU_Bot"), ("bravebot", "Bravebot"),
      ])
    + rows(
      .ai,
      [
        ("gptbot", "GPTBot"), ("chatgpt-user", "ChatGPT-User"), ("oai-searchbot", "OAI-SearchBot"),
        ("claudebot", "ClaudeBot"), ("claude-web", "Claude-Web"), ("claude-user", "Claude-User"),
        ("claude-searchbot", "Claude-SearchBot"), ("anthropic-ai", "anthropic-ai"),
        ("perplexitybot", "PerplexityBot"), ("perplexity-user", "Perplexity-User"),
        ("ccbot", "CCBot"), ("bytespider", "Bytespider"), ("tiktokspider", "TikTokSpider"),
        ("amazonbot", "Amazonbot"), ("meta-externalagent", "meta-externalagent"),
        ("meta-externalfetcher", "meta-externalfetcher"), ("facebookbot", "FacebookBot"),
        ("cohere-ai", "cohere-ai"), ("diffbot", "Diffbot"), ("youbot", "YouBot"),
        ("imagesiftbot", "ImagesiftBot"), ("timpibot", "Timpibot"), ("omgili", "omgili"),
        ("mistralai-user", "MistralAI-User"), ("google-extended", "Google-Extended"),
        ("ai2bot", "AI2Bot"), ("deepseekbot", "DeepSeekBot"),
      ])
    + rows(
      .marketing,
      [
        ("ahrefsbot", "AhrefsBot"), ("ahrefssiteaudit", "AhrefsSiteAudit"),
        ("semrushbot", "SemrushBot"), ("siteauditbot", "SiteAuditBot"), ("mj12bot", "MJ12bot"),
        ("dotbot", "DotBot"), ("rogerbot", "rogerbot"), ("dataforseobot", "DataForSeoBot"),
        ("blexbot", "BLEXBot"), ("serpstatbot", "serpstatbot"), ("seokicks", "SEOkicks"),
        ("barkrowler", "Barkrowler"), ("screaming", "Screaming Frog"),
        ("seekportbot", "SeekportBot"), ("zoominfobot", "ZoominfoBot"), ("awariobot", "AwarioBot"),
      ])
    + rows(
      .preview,
      [
        ("facebookexternalhit", "facebookexternalhit"), ("facebookcatalog", "facebookcatalog"),
        ("twitterbot", "Twitterbot"), ("linkedinbot", "LinkedInBot"), ("slackbot", "Slackbot"),
        ("slack-imgproxy", "Slack-ImgProxy"), ("discordbot", "Discordbot"),
        ("telegrambot", "TelegramBot"), ("whatsapp", "WhatsApp"), ("pinterestbot", "Pinterestbot"),
        ("redditbot", "redditbot"), ("skypeuripreview", "SkypeUriPreview"), ("vkshare", "vkShare"),
        ("embedly", "Embedly"), ("iframely", "Iframely"), ("mastodon", "Mastodon"),
        ("bluesky", "Bluesky"), ("viber", "Viber"),
        ("googleimageproxy", "GoogleImageProxy"),
      ])
    + rows(
      .monitor,
      [
        ("pingdom", "Pingdom"), ("uptimerobot", "UptimeRobot"), ("statuscake", "StatusCake"),
        ("site24x7", "Site24x7"), ("datadog", "Datadog"), ("newrelicpinger", "NewRelicPinger"),
        ("better", "Better Uptime"), ("betteruptime", "Better Uptime"),
        ("uptime-kuma", "Uptime-Kuma"), ("hetrixtools", "HetrixTools"), ("freshping", "Freshping"),
        ("updown.io", "updown.io"), ("checkly", "Checkly"), ("gtmetrix", "GTmetrix"),
        ("chrome-lighthouse", "Lighthouse"), ("blackbox", "Blackbox Exporter"),
        ("kube-probe", "kube-probe"), ("elb-healthchecker", "ELB-HealthChecker"),
        ("googlehc", "GoogleHC"), ("googlestackdrivermonitoring", "GoogleStackdriverMonitoring"),
        ("check_http", "check_http"), ("zabbix", "Zabbix"),
        ("monitoring360bot", "Monitoring360bot"),
        ("cloudflare-healthchecks", "Cloudflare-Healthchecks"),
        ("amazon-route53-health-check-service", "Route 53 health check"),
      ])
    + rows(
      .archive,
      [
        ("archive.org_bot", "archive.org_bot"), ("ia_archiver", "ia_archiver"),
        ("heritrix", "Heritrix"), ("httrack", "HTTrack"), ("nutch", "Nutch"),
        ("apache-nutch", "Nutch"), ("arquivo-web-crawler", "Arquivo-web-crawler"),
      ])
    + rows(
      .scanner,
      [
        ("censysinspect", "CensysInspect"), ("expanse", "Expanse"), ("zgrab", "zgrab"),
        ("nuclei", "Nuclei"), ("nikto", "Nikto"), ("sqlmap", "sqlmap"), ("nmap", "Nmap"),
        ("masscan", "masscan"), ("wpscan", "WPScan"), ("gobuster", "gobuster"),
        ("dirbuster", "DirBuster"), ("feroxbuster", "feroxbuster"), ("l9explore", "l9explore"),
        ("internetmeasurement", "InternetMeasurement"),
        ("netsystemsresearch", "NetSystemsResearch"),
        ("internet-measurement", "InternetMeasurement"), ("shodan", "Shodan"), ("wfuzz", "Wfuzz"),
        ("acunetix", "Acunetix"), ("nessus", "Nessus"), ("fuzz", "ffuf"),
      ])
    + rows(
      .feed,
      [
        ("feedly", "Feedly"), ("feedbin", "Feedbin"), ("inoreader", "Inoreader"),
        ("newsblur", "NewsBlur"), ("tiny", "Tiny Tiny RSS"), ("freshrss", "FreshRSS"),
        ("miniflux", "Miniflux"), ("netnewswire", "NetNewsWire"), ("overcast", "Overcast"),
        ("theoldreader", "The Old Reader"),
      ])

  static func rows(_ kind: Kind, _ rows: [(String, StaticString)]) -> [AgentProduct] {
    rows.map { AgentProduct(word: $0.0, name: $0.1, kind: kind) }
  }
}

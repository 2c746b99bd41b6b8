package timeline

// words are the few words that exports need, by language.
var words = map[string]map[string]string{
	"zh": {
		"undated": "日期不详", "from": "% 之后（日期未定）", "until": "% 之前（日期未定）", "approximate": "约 ",
		"title": "时间线", "date": "日期", "event": "事件", "status": "状态", "place": "地点", "participants": "参与方",
		"sources": "来源", "evidence": "依据", "uncertain": "日期不确定", "empty": "没有事件", "articles": "篇独立文章",
		"status.happened": "已发生", "status.planned": "计划中", "status.proposed": "提议中", "status.ongoing": "进行中",
		"status.postponed": "推迟", "status.cancelled": "取消", "status.denied": "否认",
		"figure": "数字", "other": "其他",
	},
	"en": {
		"undated": "undated", "from": "% or later (date open)", "until": "% or earlier (date open)", "approximate": "c. ",
		"title": "Timeline", "date": "Date", "event": "Event", "status": "Status", "place": "Place", "participants": "Participants",
		"sources": "Sources", "evidence": "Evidence", "uncertain": "date uncertain", "empty": "No events", "articles": "independent articles",
		"status.happened": "happened", "status.planned": "planned", "status.proposed": "proposed", "status.ongoing": "ongoing",
		"status.postponed": "postponed", "status.cancelled": "cancelled", "status.denied": "denied",
		"figure": "figure", "other": "other",
	},
	"ru": {
		"undated": "без даты", "from": "% или позже (дата не определена)", "until": "% или раньше (дата не определена)", "approximate": "ок. ",
		"title": "Хронология", "date": "Дата", "event": "Событие", "status": "Статус", "place": "Место", "participants": "Участники",
		"sources": "Источники", "evidence": "Основание", "uncertain": "дата неточная", "empty": "Событий нет", "articles": "независимых статей",
		"status.happened": "состоялось", "status.planned": "запланировано", "status.proposed": "предложено", "status.ongoing": "идёт",
		"status.postponed": "отложено", "status.cancelled": "отменено", "status.denied": "опровергнуто",
		"figure": "показатель", "other": "прочее",
	},
}

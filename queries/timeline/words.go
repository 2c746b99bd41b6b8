package timeline

// words are the few words that exports need, by language.
var words = map[string]map[string]string{
	"zh": {
		"undated": "日期不详", "from": "% 之后（日期未定）", "until": "% 之前（日期未定）", "approximate": "约 ",
		"title": "时间线", "date": "日期", "event": "事件", "status": "状态", "place": "地点", "participants": "参与方",
		"sources": "来源", "evidence": "依据", "uncertain": "日期不确定", "empty": "没有事件", "articles": "篇独立文章",
		"status.happened": "已发生", "status.planned": "计划中", "status.proposed": "提议中", "status.ongoing": "进行中",
		"status.postponed": "推迟", "status.cancelled": "取消", "status.denied": "否认",
		"role.host": "主办", "role.signatory": "签署方", "role.sender": "发出方", "role.recipient": "接受方", "role.visitor": "到访方",
		"role.imposer": "施加方", "role.target": "对象", "role.donor": "提供方", "role.mediator": "斡旋方", "role.chair": "主持",
		"role.appointee": "任命对象", "role.speaker": "发言者", "figure": "数字", "other": "其他",
	},
	"en": {
		"undated": "undated", "from": "% or later (date open)", "until": "% or earlier (date open)", "approximate": "c. ",
		"title": "Timeline", "date": "Date", "event": "Event", "status": "Status", "place": "Place", "participants": "Participants",
		"sources": "Sources", "evidence": "Evidence", "uncertain": "date uncertain", "empty": "No events", "articles": "independent articles",
		"status.happened": "happened", "status.planned": "planned", "status.proposed": "proposed", "status.ongoing": "ongoing",
		"status.postponed": "postponed", "status.cancelled": "cancelled", "status.denied": "denied",
		"role.host": "host", "role.signatory": "signatory", "role.sender": "sender", "role.recipient": "recipient", "role.visitor": "visitor",
		"role.imposer": "imposer", "role.target": "target", "role.donor": "donor", "role.mediator": "mediator", "role.chair": "chair",
		"role.appointee": "appointee", "role.speaker": "speaker", "figure": "figure", "other": "other",
	},
	"ru": {
		"undated": "без даты", "from": "% или позже (дата не определена)", "until": "% или раньше (дата не определена)", "approximate": "ок. ",
		"title": "Хронология", "date": "Дата", "event": "Событие", "status": "Статус", "place": "Место", "participants": "Участники",
		"sources": "Источники", "evidence": "Основание", "uncertain": "дата неточная", "empty": "Событий нет", "articles": "независимых статей",
		"status.happened": "состоялось", "status.planned": "запланировано", "status.proposed": "предложено", "status.ongoing": "идёт",
		"status.postponed": "отложено", "status.cancelled": "отменено", "status.denied": "опровергнуто",
		"role.host": "принимающая сторона", "role.signatory": "подписавшая сторона", "role.sender": "отправитель", "role.recipient": "получатель",
		"role.visitor": "гость", "role.imposer": "вводит", "role.target": "адресат", "role.donor": "донор", "role.mediator": "посредник",
		"role.chair": "председатель", "role.appointee": "назначенный", "role.speaker": "выступающий", "figure": "показатель", "other": "прочее",
	},
}

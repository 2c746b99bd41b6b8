package names

import "strings"

// chineseSurnames are the family names of one character that persons in the news
// have; a closed class of the language.
const chineseSurnames = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜丁沈姜范江傅钟卢汪戴崔任陆廖姚方金邱夏谭韦贾邹石熊孟秦阎薛侯雷白龙段郝孔邵史毛常万顾赖武康贺严尹钱施牛洪龚汤陶黎温莫樊易乔文安殷颜庄章鲁倪庞邢俞翟蓝聂齐向申葛柴伍覃骆关焦柳欧祝纪耿裴尚符包娄司习华费岑左房喻单饶凌宁路祖桑栾冀缪应宗卜边卓霍咸连仇甄阮芮刁辛瞿管简盛苗游古靳冉穆柯窦麦巫戚阳迟宫景车屈鲍毕郎党栗阿沙闵池楚"

var doubleSurnames = strings.Fields("欧阳 司马 诸葛 上官 司徒 夏侯 皇甫 尉迟 公孙 令狐 慕容 东方 端木 呼延")

// transliteration are the characters that write foreign names in Chinese.
const transliteration = "阿埃艾爱安昂奥澳巴芭白拜班邦贝本比彼毕别宾波玻伯博勃布卜采蔡策查察柴昌彻茨措达大丹当道德登邓迪狄底蒂丁东杜顿多朵厄恩尔法凡范方菲费芬丰冯佛夫弗福富盖甘冈戈格葛根贡古瓜圭哈海翰汉罕豪荷赫黑亨洪侯胡华怀惠霍基吉加佳贾简杰捷金津久卡凯坎康考柯科克肯孔库夸奎坤拉腊莱兰朗劳勒雷蕾黎礼里利莉丽列林琳留柳卢鲁路露伦罗洛马玛迈麦曼芒毛梅美门蒙孟米密明缪摩莫默姆木穆拿娜纳乃奈南内嫩尼妮涅宁纽农努诺欧帕派潘庞培佩彭皮平珀普齐奇契恰强乔切钦丘琼曲让热荣茹儒瑞若撒萨塞赛桑瑟森沙山珊绍申圣施什史士舒司斯丝松苏素孙所索塔泰坦汤唐陶特腾提田廷图土托瓦万旺威韦维魏温文沃乌武西希锡席夏显谢辛欣雄休许雅亚延扬耶叶伊依易因英永尤约匝宰赞泽曾扎詹珍朱茱兹祖佐丕哉努岛赖逊雨翁亲良娃婷蓉琪媞缇茜佳芮纪绪谬吕滕歇仁伏拓隆寇朴甸娃娅敦缇琪黛薇莎茵哲增嘉悉泊碧孜朔阔妲苔菈滋扬宜诗"

// given may stand in a Chinese given name: every character but those that begin
// the words that follow names in the news.
func transliterated(r rune) bool { return strings.ContainsRune(transliteration, r) }

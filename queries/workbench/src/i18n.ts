import zh from './i18n/zh.json'
import en from './i18n/en.json'
import ru from './i18n/ru.json'

export type Lang = 'zh' | 'en' | 'ru'
export type Key = keyof typeof zh

// A key that is missing in one language does not compile.
const words: Record<Lang, Record<Key, string>> = { zh, en, ru }

export const languages: { code: Lang; name: string }[] = [
  { code: 'zh', name: '中文' },
  { code: 'en', name: 'English' },
  { code: 'ru', name: 'Русский' },
]

let current: Lang = 'zh'

export function setLang(lang: Lang) {
  current = lang
  document.documentElement.lang = lang === 'zh' ? 'zh-Hans' : lang
}

export function lang(): Lang {
  return current
}

/** t gives the words of a key, with {name} replaced. */
export function t(key: Key, values?: Record<string, string | number>): string {
  let s = words[current][key]
  for (const k in values) s = s.replace(`{${k}}`, String(values[k]))
  return s
}

/** named gives the words of a key made at run time, or what stands for it. */
export function named(prefix: 'kind' | 'status' | 'modality' | 'role' | 'prop' | 'bound', name: string): string {
  const all: Record<string, string> = words[current]
  const s = all[`${prefix}.${name}`]
  return s === undefined ? name : s
}

/** preferred chooses a language: the address, the last choice, the browser's. */
export function preferred(asked: string | null, kept: string | null): Lang {
  for (const x of [asked, kept, ...navigator.languages]) {
    const found = languages.find((l) => x !== null && x.toLowerCase().startsWith(l.code))
    if (found) return found.code
  }
  return 'zh'
}

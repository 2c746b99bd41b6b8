import { useEffect, useMemo, useState } from 'preact/hooks'
import { adjust, full, go, link, open, useAddress } from './address'
import { useGet, type Stats } from './api'
import { Checks } from './checks'
import { Figures } from './figures'
import { Graph } from './graph'
import { languages, preferred, setLang, t, type Key, type Lang } from './i18n'
import { MapView } from './map'
import { Panel } from './panel'
import { Query } from './query'
import { Search } from './search'
import { kept, keep } from './kept'
import { TimelineView } from './timeline'

const views = ['timeline', 'map', 'graph', 'figures', 'checks', 'query'] as const
type View = (typeof views)[number]

export function App() {
  const address = useAddress()
  const lang = useMemo(() => preferred(address.get('lang'), kept('lang')), [address.get('lang')])
  setLang(lang)
  const view: View = views.find((v) => v === address.get('view')) ?? 'timeline'
  const sel = address.get('sel')

  useEffect(() => {
    document.title = `${t(`view.${view}` as Key)} · entente`
  }, [view, lang])

  return (
    <div class="page">
      <a class="skip" href="#main">{t('skip')}</a>
      <Header lang={lang} />
      <nav class="views" aria-label={t('picture')}>
        {views.map((v) => (
          <a key={v} href={link({ view: v === 'timeline' ? null : v })} aria-current={v === view ? 'page' : undefined} onClick={follow({ view: v === 'timeline' ? null : v })}>
            {t(`view.${v}` as Key)}
          </a>
        ))}
      </nav>
      <div class={sel ? 'body with-panel' : 'body'}>
        <main id="main" tabIndex={-1} key={lang}>
          {view === 'timeline' && <TimelineView address={address} />}
          {view === 'map' && <MapView address={address} />}
          {view === 'graph' && <Graph address={address} />}
          {view === 'figures' && <Figures address={address} />}
          {view === 'checks' && <Checks address={address} />}
          {view === 'query' && <Query address={address} />}
        </main>
        {sel && <Panel iri={full(sel)} claim={address.get('claim')} key={lang + sel} />}
      </div>
      <Footer />
    </div>
  )
}

/** follow goes on without loading the page; with a modifier the browser does. */
function follow(changes: Record<string, string | null>) {
  return (e: MouseEvent) => {
    if (e.ctrlKey || e.metaKey || e.shiftKey || e.button !== 0) return
    e.preventDefault()
    go(changes)
  }
}

function Header({ lang }: { lang: Lang }) {
  const [theme, setTheme] = useState(kept('theme') ?? '')
  useEffect(() => {
    if (theme) document.documentElement.dataset['theme'] = theme
    keep('theme', theme)
  }, [theme])
  const toggle = () => {
    const dark = theme ? theme === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches
    setTheme(dark ? 'light' : 'dark')
  }
  const choose = (code: string) => {
    keep('lang', code)
    adjust({ lang: code })
  }
  return (
    <header class="top">
      <a class="brand" href="/" title={t('title')}>
        <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
          <rect width="32" height="32" rx="7" class="brand-back" />
          <path d="M7 21 25 11" class="brand-line" />
          <circle cx="8" cy="20.5" r="4" class="brand-a" />
          <circle cx="24" cy="11.5" r="4" class="brand-b" />
        </svg>
        <span>entente</span>
      </a>
      <Search label={t('search.label')} hint={t('search.hint')} choose={(h) => open(h.iri)} />
      <div class="choices">
        <label>
          <span class="hidden">{t('language')}</span>
          <select id="lang" value={lang} onChange={(e) => choose(e.currentTarget.value)}>
            {languages.map((l) => (
              <option key={l.code} value={l.code} lang={l.code}>{l.name}</option>
            ))}
          </select>
        </label>
        <button type="button" class="plain" id="theme" title={t('theme')} aria-label={t('theme')} onClick={toggle}>◐</button>
      </div>
    </header>
  )
}

function Footer() {
  const stats = useGet<Stats>('stats', {})
  const counts = (['articles', 'claims', 'events', 'figures', 'quads'] as const).map((k) => `${(stats.data?.[k] ?? 0).toLocaleString('en').replace(/,/g, ' ')} ${t(`stats.${k}` as Key)}`)
  return (
    <footer>
      <span>{stats.data ? counts.join(' · ') : ''}</span>
      <span>
        <a href="/home">{t('footer.plain')}</a> · <a href="/api/openapi.yaml">{t('footer.api')}</a>
      </span>
    </footer>
  )
}

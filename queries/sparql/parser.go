package sparql

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// maxDepth bounds how deep groups, expressions, paths and collections nest.
const maxDepth = 200

// maxChain bounds operators in a row, elements of a group, and triples of a
// block: what is evaluated by recursion or ordered by trying.
const maxChain = 5000

type parser struct {
	lexer
	tok      token
	ahead    []token
	expected []string
	base     string
	prefixes map[string]string
	depth    int
	fresh    int
	labels   map[string]int // blank node label -> basic graph pattern it belongs to
	pattern  int            // number of the current basic graph pattern
	template bool           // inside a CONSTRUCT template
	aggs     int            // > 0 where aggregates may stand
	inAgg    bool
	limits   bool
}

// Parse reads a query. base resolves relative IRIs ("" = none but BASE);
// prefixes are known without PREFIX, and fn: with them (nil = none; a PREFIX of
// the query wins). The error is a *SyntaxError.
func Parse(text, base string, prefixes []schema.Prefix) (*Query, error) {
	src, err := replaceEscapes(text)
	if err != nil {
		return nil, err
	}
	p := &parser{lexer: lexer{src: src}, base: base, prefixes: map[string]string{}, labels: map[string]int{}}
	if len(prefixes) > 0 {
		p.prefixes["fn"] = FN // the extension functions belong to any set of defaults
	}
	for _, x := range prefixes {
		p.prefixes[x.Name] = x.IRI
	}
	q, err := p.parse()
	if err != nil {
		return nil, err
	}
	q.Text = text
	return q, nil
}

// bail carries a syntax error up through the recursive descent; parse recovers
// it, so it never leaves the package.
type bail struct{ err error }

func (p *parser) parse() (q *Query, err error) {
	defer func() {
		if r := recover(); r != nil {
			b, ok := r.(bail)
			if !ok {
				panic(r)
			}
			q, err = nil, b.err
		}
	}()
	p.lexer.src = strings.TrimPrefix(p.lexer.src, "\ufeff")
	p.advance()
	q = p.query()
	if p.tok.kind != tEOF {
		p.want("the end of the query")
	}
	q.Base, q.Prefixes = p.base, p.prefixes
	return q, nil
}

func (p *parser) advance() {
	p.expected = p.expected[:0]
	if len(p.ahead) > 0 {
		p.tok, p.ahead = p.ahead[0], p.ahead[1:]
		return
	}
	t, err := p.next()
	if err != nil {
		panic(bail{err})
	}
	p.tok = t
}

// peek returns the token after the current one.
func (p *parser) peek() token {
	if len(p.ahead) == 0 {
		t, err := p.next()
		if err != nil {
			panic(bail{err})
		}
		p.ahead = append(p.ahead, t)
	}
	return p.ahead[0]
}

// want fails at the current token with everything that was tried there.
func (p *parser) want(what ...string) {
	e := &SyntaxError{Offset: p.tok.begin, Found: p.tok.describe(p.src)}
	for _, w := range append(p.expected, what...) {
		if !slices.Contains(e.Expected, w) {
			e.Expected = append(e.Expected, w)
		}
	}
	e.locate(p.src)
	panic(bail{e})
}

func (p *parser) refuse(at int, message string) { panic(bail{syntaxError(p.src, at, message)}) }

func (p *parser) enter() {
	if p.depth++; p.depth > maxDepth {
		p.refuse(p.tok.begin, "nested too deeply (more than "+strconv.Itoa(maxDepth)+" levels)")
	}
}

func (p *parser) leave() { p.depth-- }

// is reports whether the current token is the punctuation given; a miss is
// remembered for the error message.
func (p *parser) is(punct string) bool {
	if p.tok.kind == tPunct && p.tok.text == punct {
		return true
	}
	p.expected = append(p.expected, strconv.Quote(punct))
	return false
}

func (p *parser) accept(punct string) bool {
	if p.is(punct) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) expect(punct string) {
	if !p.accept(punct) {
		p.want()
	}
}

func (p *parser) isWord(word string) bool {
	if p.tok.kind == tWord && strings.EqualFold(p.tok.text, word) {
		return true
	}
	p.expected = append(p.expected, word)
	return false
}

func (p *parser) acceptWord(word string) bool {
	if p.isWord(word) {
		p.advance()
		return true
	}
	return false
}

func (p *parser) expectWord(word string) {
	if !p.acceptWord(word) {
		p.want()
	}
}

func (p *parser) query() *Query {
	p.prologue()
	q := &Query{limit: -1}
	p.limits = true
	switch {
	case p.isWord("SELECT"):
		p.selectQuery(q, false)
	case p.acceptWord("CONSTRUCT"):
		q.Form = Construct
		p.constructQuery(q)
	case p.acceptWord("DESCRIBE"):
		q.Form = Describe
		p.describeQuery(q)
	case p.acceptWord("ASK"):
		q.Form = Ask
		p.dataset(q)
		p.acceptWord("WHERE")
		q.where = p.groupPattern()
		p.modifiers(q)
	default:
		p.want()
	}
	if p.acceptWord("VALUES") {
		q.values = p.dataBlock()
	}
	p.checkProjection(q)
	return q
}

func (p *parser) prologue() {
	for p.prologueLine() {
	}
}

// prologueLine reads one BASE or PREFIX; false when neither stands here.
func (p *parser) prologueLine() bool {
	switch {
	case p.acceptWord("BASE"):
		if p.tok.kind != tIRI {
			p.want("an IRI in <…>")
		}
		p.base = resolveIRI(p.base, p.tok.text)
		p.advance()
	case p.acceptWord("PREFIX"):
		if p.tok.kind != tPName || p.tok.text != "" || p.src[p.tok.end-1] != ':' {
			p.want("a prefix with its colon")
		}
		name := p.tok.prefix
		p.advance()
		if p.tok.kind != tIRI {
			p.want("an IRI in <…>")
		}
		p.prefixes[name] = resolveIRI(p.base, p.tok.text)
		p.advance()
	default:
		return false
	}
	return true
}

func (p *parser) selectQuery(q *Query, sub bool) {
	at := p.tok.begin
	p.expectWord("SELECT")
	if p.acceptWord("DISTINCT") {
		q.distinct = true
	} else if p.acceptWord("REDUCED") {
		q.reduced = true
	}
	if p.accept("*") {
		q.star = true
	} else {
		p.aggs++
		for {
			if p.tok.kind == tVar {
				q.items = append(q.items, selectItem{variable: p.tok.text})
				p.advance()
			} else if p.accept("(") {
				e := p.expression()
				p.expectWord("AS")
				q.items = append(q.items, selectItem{variable: p.variable(), expr: e})
				p.expect(")")
			} else {
				break
			}
		}
		p.aggs--
		if len(q.items) == 0 {
			p.want("a variable", `"*"`)
		}
	}
	if !sub {
		p.dataset(q)
	}
	p.acceptWord("WHERE")
	q.where = p.groupPattern()
	p.modifiers(q)
	if sub && p.acceptWord("VALUES") {
		q.values = p.dataBlock()
	}
	if q.star && len(q.groupBy) > 0 {
		p.refuse(at, "SELECT * cannot stand with GROUP BY")
	}
}

func (p *parser) constructQuery(q *Query) {
	if p.is("{") {
		q.template = p.constructTemplate()
		p.dataset(q)
		p.acceptWord("WHERE")
		q.where = p.groupPattern()
	} else {
		p.dataset(q)
		p.expectWord("WHERE")
		at := p.tok.begin
		q.where = p.groupPattern()
		for _, e := range q.where.elements {
			if e.kind != eTriples {
				p.refuse(at, "the short form CONSTRUCT WHERE takes triples only")
			}
			for _, t := range e.triples {
				if t.path != nil {
					p.refuse(at, "a property path cannot stand in the short form CONSTRUCT WHERE")
				}
			}
			q.template = append(q.template, e.triples...)
		}
	}
	p.modifiers(q)
}

func (p *parser) constructTemplate() []tripleNode {
	p.template = true
	defer func() { p.template = false }()
	p.newPattern()
	p.expect("{")
	var out []tripleNode
	for !p.is("}") {
		p.triplesSameSubject(&out)
		if !p.accept(".") {
			break
		}
	}
	p.expect("}")
	p.labels = map[string]int{}
	return out
}

func (p *parser) describeQuery(q *Query) {
	if p.accept("*") {
		q.star = true
	} else {
		for p.tok.kind == tVar || p.tok.kind == tIRI || p.tok.kind == tPName {
			q.describe = append(q.describe, p.varOrIRI())
		}
		if len(q.describe) == 0 {
			p.want("a variable", "an IRI", `"*"`)
		}
	}
	p.dataset(q)
	if p.isWord("WHERE") || p.is("{") {
		p.acceptWord("WHERE")
		q.where = p.groupPattern()
	}
	p.modifiers(q)
}

func (p *parser) dataset(q *Query) {
	for p.acceptWord("FROM") {
		if p.acceptWord("NAMED") {
			q.FromNamed = append(q.FromNamed, p.iri())
		} else {
			q.From = append(q.From, p.iri())
		}
	}
}

func (p *parser) modifiers(q *Query) {
	p.aggs++
	defer func() { p.aggs-- }()
	if p.acceptWord("GROUP") {
		p.expectWord("BY")
		p.aggs--
		for {
			item, ok := p.groupCondition()
			if !ok {
				break
			}
			q.groupBy = append(q.groupBy, item)
		}
		p.aggs++
		if len(q.groupBy) == 0 {
			p.want("a variable", "a function call")
		}
	}
	if p.acceptWord("HAVING") {
		for p.is("(") || p.callAhead() {
			q.having = append(q.having, p.constraint())
		}
		if len(q.having) == 0 {
			p.want("a function call")
		}
	}
	if p.acceptWord("ORDER") {
		p.expectWord("BY")
		for {
			item, ok := p.orderCondition()
			if !ok {
				break
			}
			q.orderBy = append(q.orderBy, item)
		}
		if len(q.orderBy) == 0 {
			p.want("a variable", "a function call")
		}
	}
	for limit, offset := false, false; ; {
		switch {
		case !limit && p.acceptWord("LIMIT"):
			q.limit, limit = p.count(), true
		case !offset && p.acceptWord("OFFSET"):
			q.offset, offset = p.count(), true
		default:
			return
		}
	}
}

func (p *parser) count() int64 {
	if p.tok.kind != tInteger {
		p.want("a number of rows")
	}
	n, err := strconv.ParseInt(p.tok.text, 10, 64)
	if err != nil {
		p.refuse(p.tok.begin, "number of rows too large")
	}
	p.advance()
	return n
}

func (p *parser) groupCondition() (selectItem, bool) {
	switch {
	case p.tok.kind == tVar:
		v := p.variable()
		return selectItem{variable: v, expr: &expr{kind: xVar, name: v}}, true
	case p.accept("("):
		item := selectItem{expr: p.expression()}
		if p.acceptWord("AS") {
			item.variable = p.variable()
		} else if item.expr.kind == xVar {
			item.variable = item.expr.name
		}
		p.expect(")")
		return item, true
	case p.callAhead():
		return selectItem{expr: p.constraint()}, true
	}
	return selectItem{}, false
}

func (p *parser) orderCondition() (orderItem, bool) {
	switch {
	case p.acceptWord("ASC"):
		p.expect("(")
		e := p.expression()
		p.expect(")")
		return orderItem{expr: e}, true
	case p.acceptWord("DESC"):
		p.expect("(")
		e := p.expression()
		p.expect(")")
		return orderItem{expr: e, desc: true}, true
	case p.tok.kind == tVar:
		return orderItem{expr: &expr{kind: xVar, name: p.variable()}}, true
	case p.is("(") || p.callAhead():
		return orderItem{expr: p.constraint()}, true
	}
	return orderItem{}, false
}

func (p *parser) variable() string {
	if p.tok.kind != tVar {
		p.want("a variable")
	}
	v := p.tok.text
	p.advance()
	return v
}

func (p *parser) iri() string {
	t := p.tok
	switch t.kind {
	case tIRI:
		p.advance()
		return resolveIRI(p.base, t.text)
	case tPName:
		ns, ok := p.prefixes[t.prefix]
		if !ok {
			p.refuse(t.begin, "prefix "+t.prefix+": is not declared")
		}
		p.advance()
		return ns + t.text
	}
	p.want("an IRI")
	return ""
}

func (p *parser) varOrIRI() node {
	if p.tok.kind == tVar {
		return node{variable: p.variable()}
	}
	p.expected = append(p.expected, "a variable")
	return node{term: schema.IRI(p.iri())}
}

func (p *parser) freshBlank() node {
	p.fresh++
	return node{variable: "_:+" + strconv.Itoa(p.fresh)}
}

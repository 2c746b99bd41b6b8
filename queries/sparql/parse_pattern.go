package sparql

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// newPattern begins another basic graph pattern: blank node labels may not be
// shared across it.
func (p *parser) newPattern() { p.pattern++ }

func (p *parser) groupPattern() *group {
	p.enter()
	defer p.leave()
	defer func(aggs int) { p.aggs = aggs }(p.aggs)
	p.aggs = 0
	p.expect("{")
	g := &group{}
	if p.isWord("SELECT") {
		sub := &Query{limit: -1}
		labels, pattern := p.labels, p.pattern
		p.selectQuery(sub, true)
		p.checkProjection(sub)
		p.labels, p.pattern = labels, p.pattern+pattern
		g.elements = append(g.elements, element{kind: eSelect, query: sub})
		p.expect("}")
		return g
	}
	p.newPattern()
	for dot := true; ; {
		if len(g.elements) > maxChain {
			p.refuse(p.tok.begin, "more than "+strconv.Itoa(maxChain)+" elements in a group")
		}
		if dot && p.triplesAhead() {
			e := element{kind: eTriples}
			for {
				p.triplesSameSubject(&e.triples)
				if len(e.triples) > maxChain {
					p.refuse(p.tok.begin, "more than "+strconv.Itoa(maxChain)+" triples in a block")
				}
				if dot = p.accept("."); !dot || !p.triplesAhead() {
					break
				}
			}
			g.elements = append(g.elements, e)
			continue
		}
		if !p.notTriples(g) {
			break
		}
		p.accept(".")
		dot = true
	}
	p.expect("}")
	p.newPattern()
	return g
}

// triplesAhead reports whether a subject stands here.
func (p *parser) triplesAhead() bool {
	switch p.tok.kind {
	case tVar, tIRI, tPName, tBlank, tInteger, tDecimal, tDouble, tString:
		return true
	case tWord:
		return strings.EqualFold(p.tok.text, "true") || strings.EqualFold(p.tok.text, "false")
	}
	p.expected = append(p.expected, "a triple pattern")
	if p.tok.kind == tPunct {
		switch p.tok.text {
		case "(", "[":
			return true
		case "+", "-":
			return p.signedNumberAhead()
		}
	}
	return false
}

func (p *parser) signedNumberAhead() bool {
	t := p.peek()
	return p.tok.end == t.begin && (t.kind == tInteger || t.kind == tDecimal || t.kind == tDouble)
}

// notTriples reads one element other than triples. Only FILTER leaves the
// scope of blank node labels open.
func (p *parser) notTriples(g *group) bool {
	at := p.tok.begin
	var e element
	switch {
	case p.acceptWord("FILTER"):
		e = element{kind: eFilter, expr: p.constraint()}
		g.elements = append(g.elements, e)
		return true
	case p.acceptWord("OPTIONAL"):
		e = element{kind: eOptional, groups: []*group{p.groupPattern()}}
	case p.acceptWord("MINUS"):
		e = element{kind: eMinus, groups: []*group{p.groupPattern()}}
	case p.acceptWord("GRAPH"):
		e = element{kind: eGraph, name: p.varOrIRI()}
		e.groups = []*group{p.groupPattern()}
	case p.acceptWord("SERVICE"):
		e = element{kind: eService, silent: p.acceptWord("SILENT"), name: p.varOrIRI()}
		e.groups = []*group{p.groupPattern()}
	case p.acceptWord("BIND"):
		p.expect("(")
		e = element{kind: eBind, expr: p.expression()}
		p.expectWord("AS")
		e.bind = p.variable()
		p.expect(")")
		if slices.Contains(groupVars(g), e.bind) {
			p.refuse(at, "BIND to ?"+e.bind+", which is in use before it in the group")
		}
	case p.acceptWord("VALUES"):
		e = element{kind: eValues, values: p.dataBlock()}
	case p.is("{"):
		e = element{kind: eUnion, groups: []*group{p.groupPattern()}}
		for p.acceptWord("UNION") {
			e.groups = append(e.groups, p.groupPattern())
		}
		if len(e.groups) == 1 {
			e.kind = eGroup
		}
	default:
		return false
	}
	p.newPattern()
	g.elements = append(g.elements, e)
	return true
}

func (p *parser) dataBlock() *inlineData {
	d := &inlineData{}
	if p.tok.kind == tVar {
		d.vars = []string{p.variable()}
		p.expect("{")
		for !p.accept("}") {
			d.rows = append(d.rows, []schema.Term{p.dataValue()})
		}
		return d
	}
	p.expect("(")
	for p.tok.kind == tVar {
		if slices.Contains(d.vars, p.tok.text) {
			p.refuse(p.tok.begin, "VALUES names ?"+p.tok.text+" twice")
		}
		d.vars = append(d.vars, p.variable())
	}
	p.expect(")")
	p.expect("{")
	for !p.accept("}") {
		at := p.tok.begin
		p.expect("(")
		var row []schema.Term
		for !p.accept(")") {
			row = append(row, p.dataValue())
		}
		if len(row) != len(d.vars) {
			p.refuse(at, "VALUES has "+strconv.Itoa(len(d.vars))+" variables and a row of "+strconv.Itoa(len(row)))
		}
		d.rows = append(d.rows, row)
	}
	return d
}

func (p *parser) dataValue() schema.Term {
	if p.acceptWord("UNDEF") {
		return schema.Term{}
	}
	t, ok := p.constant()
	if !ok {
		p.want("an IRI", "a literal")
	}
	return t
}

// constant reads an IRI or a literal.
func (p *parser) constant() (schema.Term, bool) {
	switch t := p.tok; t.kind {
	case tIRI, tPName:
		return schema.IRI(p.iri()), true
	case tString:
		p.advance()
		switch {
		case p.tok.kind == tLang:
			lang := p.tok.text
			p.advance()
			return schema.LangString(t.text, lang), true
		case p.accept("^^"):
			return schema.Typed(t.text, p.iri()), true
		}
		return schema.String(t.text), true
	case tInteger, tDecimal, tDouble:
		p.advance()
		return numberTerm(t, ""), true
	case tWord:
		for _, b := range []string{"true", "false"} {
			if strings.EqualFold(t.text, b) {
				p.advance()
				return schema.Typed(b, schema.XSDBoolean), true
			}
		}
	case tPunct:
		if (t.text == "+" || t.text == "-") && p.signedNumberAhead() {
			p.advance()
			n := p.tok
			p.advance()
			return numberTerm(n, t.text), true
		}
	}
	return schema.Term{}, false
}

func numberTerm(t token, sign string) schema.Term {
	datatype := map[tokenKind]string{tInteger: schema.XSDInteger, tDecimal: schema.XSDDecimal, tDouble: schema.XSDDouble}[t.kind]
	return schema.Typed(sign+t.text, datatype)
}

func (p *parser) triplesSameSubject(out *[]tripleNode) {
	p.enter()
	defer p.leave()
	if p.is("[") && !(p.peek().kind == tPunct && p.peek().text == "]") {
		s := p.blankProperties(out)
		p.propertyList(s, out, false)
		return
	}
	if p.is("(") && !(p.peek().kind == tPunct && p.peek().text == ")") {
		s := p.collection(out)
		p.propertyList(s, out, false)
		return
	}
	p.propertyList(p.graphNode(out), out, true)
}

func (p *parser) propertyList(s node, out *[]tripleNode, required bool) {
	for first := true; ; first = false {
		v, pt, ok := p.verb()
		if !ok {
			if first && required {
				p.want("a predicate")
			}
			if first {
				return
			}
		} else {
			for {
				o := p.graphNode(out)
				*out = append(*out, tripleNode{s: s, p: v, path: pt, o: o})
				if !p.accept(",") {
					break
				}
			}
		}
		if !p.is(";") {
			return
		}
		for p.accept(";") {
		}
	}
}

// verb reads a predicate: a variable, "a", or a path. A path that is one IRI is
// that IRI.
func (p *parser) verb() (node, *path, bool) {
	switch {
	case p.tok.kind == tVar:
		return node{variable: p.variable()}, nil, true
	case p.tok.kind == tWord && p.tok.text == "a", p.tok.kind == tIRI, p.tok.kind == tPName:
	case p.tok.kind == tPunct && !p.template && (p.tok.text == "^" || p.tok.text == "!" || p.tok.text == "("):
	default:
		p.expected = append(p.expected, "a predicate")
		return node{}, nil, false
	}
	if p.template {
		return node{term: schema.IRI(p.predicateIRI())}, nil, true
	}
	pt := p.path()
	if pt.op == pathLink {
		return node{term: schema.IRI(pt.iri)}, nil, true
	}
	return node{}, pt, true
}

func (p *parser) predicateIRI() string {
	if p.tok.kind == tWord && p.tok.text == "a" {
		p.advance()
		return schema.Type
	}
	return p.iri()
}

// graphNode reads a subject or object with the triples that it brings along.
func (p *parser) graphNode(out *[]tripleNode) node {
	switch {
	case p.tok.kind == tVar:
		return node{variable: p.variable()}
	case p.tok.kind == tBlank:
		return p.blankLabel()
	case p.is("["):
		if n := p.peek(); n.kind == tPunct && n.text == "]" {
			p.advance()
			p.advance()
			return p.freshBlank()
		}
		return p.blankProperties(out)
	case p.is("("):
		if n := p.peek(); n.kind == tPunct && n.text == ")" {
			p.advance()
			p.advance()
			return node{term: schema.IRI(schema.RDF + "nil")}
		}
		return p.collection(out)
	}
	t, ok := p.constant()
	if !ok {
		p.want("a variable", "an IRI", "a literal", "a blank node")
	}
	return node{term: t}
}

func (p *parser) blankLabel() node {
	label := p.tok.text
	if at, ok := p.labels[label]; ok && at != p.pattern {
		p.refuse(p.tok.begin, "blank node _:"+label+" is used in two graph patterns")
	}
	p.labels[label] = p.pattern
	p.advance()
	return node{variable: "_:" + label}
}

func (p *parser) blankProperties(out *[]tripleNode) node {
	p.enter()
	defer p.leave()
	p.expect("[")
	s := p.freshBlank()
	p.propertyList(s, out, true)
	p.expect("]")
	return s
}

func (p *parser) collection(out *[]tripleNode) node {
	p.enter()
	defer p.leave()
	p.expect("(")
	head := p.freshBlank()
	for cell := head; ; {
		item := p.graphNode(out)
		*out = append(*out, tripleNode{s: cell, p: node{term: schema.IRI(schema.RDF + "first")}, o: item})
		rest := node{term: schema.IRI(schema.RDF + "nil")}
		done := p.is(")")
		if !done {
			rest = p.freshBlank()
		}
		*out = append(*out, tripleNode{s: cell, p: node{term: schema.IRI(schema.RDF + "rest")}, o: rest})
		if done {
			p.advance()
			return head
		}
		cell = rest
	}
}

// path reads an alternative of sequences.
func (p *parser) path() *path {
	p.enter()
	defer p.leave()
	args := []*path{p.pathSequence()}
	for p.accept("|") {
		args = append(args, p.pathSequence())
	}
	if len(args) == 1 {
		return args[0]
	}
	return &path{op: pathAlternative, args: args}
}

func (p *parser) pathSequence() *path {
	args := []*path{p.pathElement()}
	for p.accept("/") {
		args = append(args, p.pathElement())
	}
	if len(args) == 1 {
		return args[0]
	}
	return &path{op: pathSequence, args: args}
}

func (p *parser) pathElement() *path {
	if p.accept("^") {
		return &path{op: pathInverse, args: []*path{p.pathModified()}}
	}
	return p.pathModified()
}

func (p *parser) pathModified() *path {
	pt := p.pathPrimary()
	switch {
	case p.accept("*"):
		return &path{op: pathZeroOrMore, args: []*path{pt}}
	case p.accept("+"):
		return &path{op: pathOneOrMore, args: []*path{pt}}
	case p.accept("?"):
		return &path{op: pathZeroOrOne, args: []*path{pt}}
	}
	return pt
}

func (p *parser) pathPrimary() *path {
	switch {
	case p.accept("("):
		pt := p.path()
		p.expect(")")
		return pt
	case p.accept("!"):
		n := &path{op: pathNegated}
		if p.accept("(") {
			if p.accept(")") {
				return n
			}
			for {
				p.negated(n)
				if !p.accept("|") {
					break
				}
			}
			p.expect(")")
		} else {
			p.negated(n)
		}
		return n
	}
	return &path{op: pathLink, iri: p.predicateIRI()}
}

func (p *parser) negated(n *path) {
	if p.accept("^") {
		n.backward = append(n.backward, p.predicateIRI())
	} else {
		n.forward = append(n.forward, p.predicateIRI())
	}
}

package sparql

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entente-graph/entente/schema"
)

// arity of the built-in calls: the least and the most arguments, -1 for any.
var builtins = map[string][2]int{
	"STR": {1, 1}, "LANG": {1, 1}, "LANGMATCHES": {2, 2}, "DATATYPE": {1, 1}, "BOUND": {1, 1},
	"IRI": {1, 1}, "URI": {1, 1}, "BNODE": {0, 1}, "RAND": {0, 0}, "ABS": {1, 1}, "CEIL": {1, 1},
	"FLOOR": {1, 1}, "ROUND": {1, 1}, "CONCAT": {0, -1}, "STRLEN": {1, 1}, "UCASE": {1, 1},
	"LCASE": {1, 1}, "ENCODE_FOR_URI": {1, 1}, "CONTAINS": {2, 2}, "STRSTARTS": {2, 2},
	"STRENDS": {2, 2}, "STRBEFORE": {2, 2}, "STRAFTER": {2, 2}, "YEAR": {1, 1}, "MONTH": {1, 1},
	"DAY": {1, 1}, "HOURS": {1, 1}, "MINUTES": {1, 1}, "SECONDS": {1, 1}, "TIMEZONE": {1, 1},
	"TZ": {1, 1}, "NOW": {0, 0}, "UUID": {0, 0}, "STRUUID": {0, 0}, "MD5": {1, 1}, "SHA1": {1, 1},
	"SHA256": {1, 1}, "SHA384": {1, 1}, "SHA512": {1, 1}, "COALESCE": {0, -1}, "IF": {3, 3},
	"STRLANG": {2, 2}, "STRDT": {2, 2}, "SAMETERM": {2, 2}, "ISIRI": {1, 1}, "ISURI": {1, 1},
	"ISBLANK": {1, 1}, "ISLITERAL": {1, 1}, "ISNUMERIC": {1, 1}, "REGEX": {2, 3},
	"SUBSTR": {2, 3}, "REPLACE": {3, 4},
}

var aggregates = []string{"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"}

// callAhead reports whether a built-in, an aggregate, EXISTS or a function call
// begins here.
func (p *parser) callAhead() bool {
	switch p.tok.kind {
	case tIRI, tPName:
		return true
	case tWord:
		w := strings.ToUpper(p.tok.text)
		_, ok := builtins[w]
		return ok || w == "EXISTS" || w == "NOT" || slices.Contains(aggregates, w)
	}
	p.expected = append(p.expected, "a function call")
	return false
}

// constraint is what FILTER and HAVING take: an expression in parentheses or a
// call.
func (p *parser) constraint() *expr {
	if p.accept("(") {
		e := p.expression()
		p.expect(")")
		return e
	}
	if !p.callAhead() {
		p.want()
	}
	if p.tok.kind == tIRI || p.tok.kind == tPName {
		at := p.tok.begin
		iri := p.iri()
		if !p.is("(") {
			p.want()
		}
		return p.functionCall(iri, at)
	}
	return p.primary()
}

func (p *parser) expression() *expr {
	p.enter()
	defer p.leave()
	return p.binary(0)
}

// operators by rising precedence; all are left-associative, comparisons do not
// chain.
var operators = [][]string{{"||"}, {"&&"}, {"=", "!=", "<", ">", "<=", ">="}, {"+", "-"}, {"*", "/"}}

const comparison = 2

func (p *parser) binary(level int) *expr {
	if level == len(operators) {
		return p.unary()
	}
	left := p.binary(level + 1)
	for n := 0; ; n++ {
		at := p.tok.begin
		if n > maxChain {
			p.refuse(at, "more than "+strconv.Itoa(maxChain)+" operators in a row")
		}
		op := ""
		for _, o := range operators[level] {
			if p.is(o) {
				op = o
			}
		}
		switch {
		case level == comparison && n > 0:
			return left
		case op != "":
			p.advance()
			left = &expr{kind: xCall, name: op, at: at, args: []*expr{left, p.binary(level + 1)}}
		case level == comparison && p.acceptWord("IN"):
			left = &expr{kind: xCall, name: "IN", at: at, args: append([]*expr{left}, p.arguments()...)}
		case level == comparison && p.isWord("NOT"):
			p.advance()
			p.expectWord("IN")
			left = &expr{kind: xCall, name: "NOT IN", at: at, args: append([]*expr{left}, p.arguments()...)}
		default:
			return left
		}
	}
}

func (p *parser) unary() *expr {
	at := p.tok.begin
	for _, op := range []string{"!", "+", "-"} {
		if !p.is(op) {
			continue
		}
		if op != "!" && p.signedNumberAhead() {
			return p.primary()
		}
		p.advance()
		p.enter()
		defer p.leave()
		name := op
		if op != "!" {
			name = "unary" + op
			return &expr{kind: xCall, name: name, at: at, args: []*expr{p.primary()}}
		}
		return &expr{kind: xCall, name: name, at: at, args: []*expr{p.unary()}}
	}
	return p.primary()
}

func (p *parser) primary() *expr {
	at := p.tok.begin
	switch p.tok.kind {
	case tVar:
		return &expr{kind: xVar, name: p.variable(), at: at}
	case tIRI, tPName:
		iri := p.iri()
		if p.tok.kind == tPunct && p.tok.text == "(" {
			return p.functionCall(iri, at)
		}
		return &expr{kind: xTerm, term: schema.IRI(iri), at: at}
	case tWord:
		if e := p.call(); e != nil {
			return e
		}
	case tPunct:
		if p.accept("(") {
			e := p.expression()
			p.expect(")")
			return e
		}
	}
	t, ok := p.constant()
	if !ok {
		p.want("an expression")
	}
	return &expr{kind: xTerm, term: t, at: at}
}

// call reads a built-in call, an aggregate or EXISTS; nil when the word is none.
func (p *parser) call() *expr {
	at := p.tok.begin
	name := strings.ToUpper(p.tok.text)
	switch {
	case name == "EXISTS":
		p.advance()
		return &expr{kind: xExists, group: p.groupPattern(), at: at}
	case name == "NOT":
		p.advance()
		p.expectWord("EXISTS")
		return &expr{kind: xNotExists, group: p.groupPattern(), at: at}
	case slices.Contains(aggregates, name):
		p.advance()
		return p.aggregate(name, at)
	}
	arity, ok := builtins[name]
	if !ok {
		return nil
	}
	p.advance()
	e := &expr{kind: xCall, name: name, at: at, args: p.arguments()}
	if n := len(e.args); n < arity[0] || arity[1] >= 0 && n > arity[1] {
		want := strconv.Itoa(arity[0])
		if arity[1] != arity[0] {
			want += " to " + strconv.Itoa(arity[1])
		}
		p.refuse(at, name+" takes "+want+" arguments, not "+strconv.Itoa(n))
	}
	if name == "BOUND" && e.args[0].kind != xVar {
		p.refuse(at, "BOUND takes a variable")
	}
	if name == "URI" {
		e.name = "IRI"
	} else if name == "ISURI" {
		e.name = "ISIRI"
	}
	return e
}

func (p *parser) arguments() []*expr {
	p.expect("(")
	if p.accept(")") {
		return nil
	}
	var args []*expr
	for {
		args = append(args, p.expression())
		if !p.accept(",") {
			break
		}
	}
	p.expect(")")
	return args
}

func (p *parser) functionCall(iri string, at int) *expr {
	e := &expr{kind: xFunction, name: iri, at: at}
	if p.peek().kind == tWord && strings.EqualFold(p.peek().text, "DISTINCT") {
		p.expect("(")
		p.refuse(at, "DISTINCT stands in aggregates only; <"+iri+"> is a function")
	}
	e.args = p.arguments()
	return e
}

func (p *parser) aggregate(name string, at int) *expr {
	if p.aggs == 0 {
		p.refuse(at, name+" can stand in SELECT, HAVING and ORDER BY only")
	}
	if p.inAgg {
		p.refuse(at, "an aggregate cannot stand inside another")
	}
	p.inAgg = true
	defer func() { p.inAgg = false }()
	e := &expr{kind: xAggregate, name: name, at: at, separator: " "}
	p.expect("(")
	e.distinct = p.acceptWord("DISTINCT")
	if name == "COUNT" && p.accept("*") {
		p.expect(")")
		return e
	}
	e.args = []*expr{p.expression()}
	if name == "GROUP_CONCAT" && p.accept(";") {
		p.expectWord("SEPARATOR")
		p.expect("=")
		if p.tok.kind != tString {
			p.want("a string")
		}
		e.separator = p.tok.text
		p.advance()
	}
	p.expect(")")
	return e
}

/* Path data (SVG 2, chapter 9): absolute segments, everything before the first error. */
#include "svg/svg-imp.h"

struct reader {
    const char *p;
    struct path *out;
    struct bytes *inner;
    struct point cur, start, control;
    char last; /* upper-case command before, for S and T */
};

static void mark(struct reader *r, size_t from, bool last_is_vertex)
{
    if (!r->inner)
        return;
    while (r->inner->len < r->out->n_verbs) {
        bool vertex = r->inner->len < from || (last_is_vertex && r->inner->len + 1 == r->out->n_verbs);
        uint8_t bit = !vertex;
        vec_push(r->inner, bit);
    }
}

static bool flag(const char **p, bool *out)
{
    if (**p != '0' && **p != '1')
        return false;
    *out = *(*p)++ == '1';
    return true;
}

/* Numbers of one segment into v; an arc's flags need no separators. */
static bool arguments(struct reader *r, char command, double v[7], int n)
{
    for (int i = 0; i < n; i++) {
        if (i)
            scan_comma(&r->p);
        if (command == 'A' && (i == 3 || i == 4)) {
            bool f;
            if (!flag(&r->p, &f))
                return false;
            v[i] = f;
        } else if (!scan_number(&r->p, &v[i])) {
            return false;
        }
    }
    return true;
}

static void segment(struct reader *r, char c, bool relative, const double v[7])
{
    double ox = relative ? r->cur.x : 0, oy = relative ? r->cur.y : 0;
    struct point to = r->cur, control = r->cur;
    size_t before = r->out->n_verbs;
    /* after a closepath the next segment starts a new subpath at the same point */
    if (r->last == 'Z' && c != 'M' && c != 'Z') {
        path_move(r->out, r->cur.x, r->cur.y);
        if (r->inner) {
            uint8_t implied = 2; /* not a vertex of its own */
            vec_push(r->inner, implied);
        }
        before = r->out->n_verbs;
    }
    switch (c) {
    case 'M':
        to = (struct point){ox + v[0], oy + v[1]};
        path_move(r->out, to.x, to.y);
        r->start = to;
        break;
    case 'L':
        to = (struct point){ox + v[0], oy + v[1]};
        path_line(r->out, to.x, to.y);
        break;
    case 'H':
        to.x = ox + v[0];
        path_line(r->out, to.x, to.y);
        break;
    case 'V':
        to.y = oy + v[0];
        path_line(r->out, to.x, to.y);
        break;
    case 'C':
        control = (struct point){ox + v[2], oy + v[3]};
        to = (struct point){ox + v[4], oy + v[5]};
        path_cubic(r->out, ox + v[0], oy + v[1], control.x, control.y, to.x, to.y);
        break;
    case 'S': {
        struct point c1 = r->cur;
        if (r->last == 'C' || r->last == 'S')
            c1 = (struct point){2 * r->cur.x - r->control.x, 2 * r->cur.y - r->control.y};
        control = (struct point){ox + v[0], oy + v[1]};
        to = (struct point){ox + v[2], oy + v[3]};
        path_cubic(r->out, c1.x, c1.y, control.x, control.y, to.x, to.y);
        break;
    }
    case 'Q':
    case 'T':
        if (c == 'Q') {
            control = (struct point){ox + v[0], oy + v[1]};
            to = (struct point){ox + v[2], oy + v[3]};
        } else {
            if (r->last == 'Q' || r->last == 'T')
                control = (struct point){2 * r->cur.x - r->control.x, 2 * r->cur.y - r->control.y};
            to = (struct point){ox + v[0], oy + v[1]};
        }
        path_quad(r->out, control.x, control.y, to.x, to.y);
        break;
    case 'A':
        to = (struct point){ox + v[5], oy + v[6]};
        path_arc(r->out, v[0], v[1], v[2], v[3] != 0, v[4] != 0, to.x, to.y);
        break;
    default:
        path_close(r->out);
        to = r->start;
        break;
    }
    mark(r, before, true);
    r->cur = to;
    r->control = control;
    r->last = c;
}

bool path_data_parse(const char *d, struct path *out, struct bytes *inner)
{
    struct reader r = {.p = d, .out = out, .inner = inner};
    char command = 0;
    scan_space(&r.p);
    while (*r.p) {
        char c = *r.p;
        bool explicit_command = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (explicit_command) {
            command = c;
            r.p++;
            scan_space(&r.p);
        } else if (!command || command == 'z' || command == 'Z') {
            return false;
        }
        char upper = (char)(command & ~32);
        bool relative = command >= 'a';
        int n;
        switch (upper) {
        case 'M':
        case 'L':
        case 'T':
            n = 2;
            break;
        case 'H':
        case 'V':
            n = 1;
            break;
        case 'C':
            n = 6;
            break;
        case 'S':
        case 'Q':
            n = 4;
            break;
        case 'A':
            n = 7;
            break;
        case 'Z':
            n = 0;
            break;
        default:
            return false;
        }
        if (!r.last && upper != 'M')
            return false;
        double v[7];
        if (!arguments(&r, upper, v, n))
            return false;
        for (int i = 0; i < n; i++)
            if (fabs(v[i]) > 1e15)
                return false;
        segment(&r, upper, relative, v);
        if (upper == 'M') /* further pairs are lines */
            command = relative ? 'l' : 'L';
        if (n)
            scan_comma(&r.p);
        else
            scan_space(&r.p);
    }
    return true;
}

bool svg_parse_path(const char *d, struct path *out)
{
    return d && path_data_parse(d, out, NULL);
}

static double cubic_length(struct point a, struct point b, struct point c, struct point d, int depth)
{
    double chord = hypot(d.x - a.x, d.y - a.y);
    double net = hypot(b.x - a.x, b.y - a.y) + hypot(c.x - b.x, c.y - b.y) + hypot(d.x - c.x, d.y - c.y);
    if (depth >= 10 || net - chord < 1e-4 * (1 + net))
        return (net + chord) / 2;
    struct point ab = {(a.x + b.x) / 2, (a.y + b.y) / 2}, bc = {(b.x + c.x) / 2, (b.y + c.y) / 2},
                 cd = {(c.x + d.x) / 2, (c.y + d.y) / 2};
    struct point l = {(ab.x + bc.x) / 2, (ab.y + bc.y) / 2}, r = {(bc.x + cd.x) / 2, (bc.y + cd.y) / 2};
    struct point m = {(l.x + r.x) / 2, (l.y + r.y) / 2};
    return cubic_length(a, ab, l, m, depth + 1) + cubic_length(m, r, cd, d, depth + 1);
}

double path_length(const struct path *p)
{
    double sum = 0;
    struct point cur = {0, 0}, start = {0, 0};
    size_t q = 0;
    for (size_t v = 0; v < p->n_verbs; v++) {
        const struct point *at = p->points + q;
        switch (p->verbs[v]) {
        case PATH_MOVE:
            cur = start = at[0];
            q++;
            break;
        case PATH_LINE:
            sum += hypot(at[0].x - cur.x, at[0].y - cur.y);
            cur = at[0];
            q++;
            break;
        case PATH_CUBIC:
            sum += cubic_length(cur, at[0], at[1], at[2], 0);
            cur = at[2];
            q += 3;
            break;
        default:
            sum += hypot(start.x - cur.x, start.y - cur.y);
            cur = start;
            break;
        }
    }
    return sum;
}

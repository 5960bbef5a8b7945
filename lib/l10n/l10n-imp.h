/* Private to l10n. */
#ifndef PRESSRUN_L10N_IMP_H
#define PRESSRUN_L10N_IMP_H

#include "l10n/l10n.h"
#include "xml/xml.h"

#define XLIFF2_NS "urn:oasis:names:tc:xliff:document:2.0"
#define XLIFF22_NS "urn:oasis:names:tc:xliff:document:2.2"
#define MODULE_NS "urn:oasis:names:tc:xliff:" /* the start of the modules' */
#define XLIFF12_NS "urn:oasis:names:tc:xliff:document:1.2"

/* Adds a zeroed unit; the pointer is good until the next call. */
struct l10n_unit *l10n_add_unit(struct arena *a, struct l10n_file *file);
/* The same among the file's obsolete ones. */
struct l10n_unit *l10n_add_obsolete(struct arena *a, struct l10n_file *file);

/* Well-formed as BCP 47 asks (RFC 5646, 2.1), whether or not the language is known. */
bool bcp47_well_formed(const char *tag);

/* Collects the text of inline content: text and codes. An apostrophe of the translator's before a code that
 * starts with a brace would quote it in MessageFormat, so it is doubled. */
struct inline_text {
    struct str text;
    bool from_text; /* the last bytes are the translator's own */
};
void inline_put_text(struct inline_text *t, const char *text);
void inline_put_code(struct inline_text *t, const char *code);
/* The text in `a`; without `preserve`, white space with a line break in it is layout of the XML and becomes
 * one space. */
char *inline_take(struct arena *a, struct inline_text *t, bool preserve);
bool xml_space_preserved(const struct xml_node *n);

/* Checks of the two XLIFF versions; 0 or -1 with reports. */
int xliff2_check(struct ctx *ctx, const struct xml_doc *doc);
int xliff12_check(struct ctx *ctx, const struct xml_doc *doc);

/* Adds further translations (units headline.new.2, headline.new.3...) to the entries of their messages, which
 * `find` gives. 0, or -1 with reports. */
int l10n_candidates(struct ctx *ctx, struct arena *a, const struct creative *c, const struct l10n_file *file,
                    struct l10n_entry *(*find)(void *payload, const char *id), void *payload);

/* The message that a key belongs to: its id, or that and "[label]" of one form. NULL: of none. */
const struct message_def *l10n_unit_owner(struct arena *a, const struct creative *c, const char *key,
                                          const char **label);
/* The message that "headline.new.2" is a further translation of, and its number; NULL: of none. */
const struct message_def *l10n_candidate_owner(struct arena *a, const struct creative *c, const char *id,
                                               int *number);
void l10n_put_form(struct arena *a, struct l10n_raw *raw, const char *label, const struct l10n_unit *u);
/* Joins the forms of a message to one pattern; a label that names a form the creative's message lacks adds
 * it. The state and age of the least of them go to `e`, the place of the first to `where`. NULL when one is
 * missing. */
char *l10n_join_forms(struct arena *a, const struct message_def *def, const struct l10n_raw *raw,
                      const char *locale, struct l10n_entry *e, struct where *where);
/* Adds another translation of the unit last read, as a unit of its own: "headline.new.2", 3... `number`
 * counts. */
void l10n_add_alternative(struct arena *a, struct l10n_file *file, const struct l10n_unit *of,
                          const char *target, const char *state, int *number);

/* Adds a translator's note to the unit, unless extract wrote it or the unit has it. */
void l10n_add_note(struct arena *a, struct l10n_unit *u, struct l10n_note note);
/* Does extract write notes of that kind? */
bool l10n_own_note(const char *from);

/* Does a rule always give the slot a value? Then the layout's own text is a sample that nobody sees. */
bool l10n_always_chosen(const struct creative *c, const char *slot);

/* Is the message the layout's own text where rules always give another? It is not for translators. */
bool l10n_is_sample(const struct creative *c, const struct message_def *def);

bool l10n_sniff_root(const char *data, size_t len, const char *version_prefix);

#endif

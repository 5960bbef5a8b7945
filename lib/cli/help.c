#include "cli/cli-imp.h"

#include <stdio.h>
#include <string.h>

enum { HELP_COLUMN = 28, HELP_WIDTH = 80 };

/* Prints text from column `col` on, wrapped at HELP_WIDTH with a hanging indent. */
static void put_wrapped(FILE *out, const char *text, int col, int indent)
{
    while (*text) {
        size_t n = strcspn(text, " ");
        if (col > indent && col + 1 + (int)n > HELP_WIDTH) {
            fprintf(out, "\n%*s", indent, "");
            col = indent;
        } else if (col > indent) {
            fputc(' ', out);
            col++;
        }
        fwrite(text, 1, n, out);
        col += (int)n;
        text += n + strspn(text + n, " ");
    }
    fputc('\n', out);
}

static void put_option(FILE *out, char letter, const char *name, const char *arg, const char *help, bool bare)
{
    int n = letter ? fprintf(out, "  -%c, --%s", letter, name) : fprintf(out, "      --%s", name);
    if (arg)
        n += fprintf(out, bare ? "[=%s]" : "=%s", arg);
    if (n >= HELP_COLUMN - 1) {
        fprintf(out, "\n%*s", HELP_COLUMN, "");
    } else {
        fprintf(out, "%*s", HELP_COLUMN - n, "");
    }
    put_wrapped(out, help, HELP_COLUMN, HELP_COLUMN);
}

void options_help(const struct tool *tool, FILE *out)
{
    for (size_t i = 0; tool->usage[i]; i++)
        fprintf(out, "%s %s %s\n", i ? "      " : "Usage:", tool->name, tool->usage[i]);
    fprintf(out, "\n%s\n", tool->summary);
    for (size_t i = 0; i < tool->n_options; i++) {
        const struct option *o = &tool->options[i];
        if (i == 0 || o->group)
            fprintf(out, "\n%s:\n", o->group ? o->group : "Options");
        put_option(out, o->letter, o->name, o->type == OPT_FLAG ? NULL : o->arg, o->help, o->bare);
    }
    fputs("\nGeneral:\n", out);
    put_option(out, 0, "help", NULL, "print this help", false);
    put_option(out, 0, "version", NULL, "print the version", false);
    put_option(out, 0, "completion", "bash|zsh|fish", "print a completion script for a shell", false);
    fprintf(
        out,
        "\nExit status: 0 clean, 1 a row or variant failed or has findings, 2 usage or an input that is not\n"
        "valid, 3 the system failed. See %s(1).\n",
        tool->name);
}

void options_dump(const struct tool *tool, FILE *out)
{
    for (size_t i = 0; i < tool->n_options; i++) {
        const struct option *o = &tool->options[i];
        fprintf(out, "%s\t%c\t%s\t%s\n", o->name, o->letter ? o->letter : '-',
                o->type == OPT_FLAG ? "-" : o->arg, o->help);
    }
    fputs("help\t-\t-\tprint this help\nversion\t-\t-\tprint the version\n"
          "completion\t-\tbash|zsh|fish\tprint a completion script for a shell\n",
          out);
}

static void bash_completion(const struct tool *tool, FILE *out)
{
    struct str fn = STR_INIT;
    for (const char *p = tool->name; *p; p++)
        str_putc(&fn, *p == '-' ? '_' : *p);
    fprintf(out,
            "_%s() {\n    local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}\n    case "
            "$prev in\n",
            fn.data);
    for (size_t i = 0; i < tool->n_options; i++) {
        const struct option *o = &tool->options[i];
        if (o->type != OPT_ENUM)
            continue;
        fprintf(out, "    --%s) COMPREPLY=($(compgen -W '", o->name);
        for (const char *p = o->arg; *p; p++)
            fputc(*p == '|' ? ' ' : *p, out);
        fputs("' -- \"$cur\")); return;;\n", out);
    }
    fputs("    esac\n    if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W '", out);
    for (size_t i = 0; i < tool->n_options; i++)
        fprintf(out, "--%s ", tool->options[i].name);
    for (size_t i = 0; tool->verbs && tool->verbs[i]; i++)
        fprintf(out, "%s ", tool->verbs[i]);
    fprintf(out,
            "--help --version' -- \"$cur\")); else COMPREPLY=($(compgen -f -- \"$cur\")); fi\n}\n"
            "complete -o filenames -F _%s %s\n",
            fn.data, tool->name);
    str_drop(&fn);
}

/* Text inside single quotes of a shell. */
static void put_quoted(FILE *out, const char *s)
{
    for (; *s; s++) {
        if (*s == '\'')
            fputs("'\\''", out);
        else if (*s == '[' || *s == ']')
            fputs(*s == '[' ? "(" : ")", out);
        else
            fputc(*s, out);
    }
}

static void zsh_completion(const struct tool *tool, FILE *out)
{
    fprintf(out, "#compdef %s\n_arguments \\\n", tool->name);
    for (size_t i = 0; i < tool->n_options; i++) {
        const struct option *o = &tool->options[i];
        fprintf(out, "  '%s--%s%s[", o->type == OPT_LIST ? "*" : "", o->name, o->type == OPT_FLAG ? "" : "=");
        put_quoted(out, o->help);
        fputs("]", out);
        if (o->type == OPT_ENUM) {
            fputs(":value:(", out);
            for (const char *p = o->arg; *p; p++)
                fputc(*p == '|' ? ' ' : *p, out);
            fputc(')', out);
        } else if (o->type != OPT_FLAG) {
            fputs(":value:_files", out);
        }
        fputs("' \\\n", out);
    }
    fputs("  '*:file:_files'\n", out);
}

static void fish_completion(const struct tool *tool, FILE *out)
{
    for (size_t i = 0; i < tool->n_options; i++) {
        const struct option *o = &tool->options[i];
        fprintf(out, "complete -c %s -l %s", tool->name, o->name);
        if (o->letter)
            fprintf(out, " -s %c", o->letter);
        if (o->type == OPT_ENUM) {
            fputs(" -x -a '", out);
            for (const char *p = o->arg; *p; p++)
                fputc(*p == '|' ? ' ' : *p, out);
            fputc('\'', out);
        } else if (o->type != OPT_FLAG) {
            fputs(" -r", out);
        }
        fputs(" -d '", out);
        put_quoted(out, o->help);
        fputs("'\n", out);
    }
}

int options_completion(const struct tool *tool, const char *shell, FILE *out)
{
    if (strcmp(shell, "bash") == 0)
        bash_completion(tool, out);
    else if (strcmp(shell, "zsh") == 0)
        zsh_completion(tool, out);
    else if (strcmp(shell, "fish") == 0)
        fish_completion(tool, out);
    else
        return -1;
    return 0;
}

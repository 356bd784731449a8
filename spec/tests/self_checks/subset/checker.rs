//! The subset as a visitor over the syntax of a file.

use proc_macro2::Span;
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{
    Attribute, Block, Expr, ExprForLoop, Fields, File, ImplItem, Item, Macro, Meta, Pat, Path, Signature, Stmt, Token,
    TraitItem, Type, TypeReference,
};

use super::form::Form;
use super::names::{
    IMPLEMENTED_TRAITS, INTERIOR_MUTABILITY, ITERATOR_METHODS, MACROS, PANICKING_MACROS, PANICKING_METHODS, TRAITS,
};
use super::syntax::{describe, is_formatter, is_permitted, parse_arguments, parse_matches, unparenthesised};
use crate::source::is_test_only;

const MAX_PARAMETERS: usize = 6;
const MAX_FUNCTION_LINES: usize = 40;
const MAX_FILE_LINES: usize = 300;
/// How much of a long function may stand outside the `match` that it consists of.
const MAX_LINES_AROUND_MATCH: usize = 10;

/// A forbidden form, and where it stands.
pub(crate) struct Violation {
    pub(crate) line: usize,
    /// The item around it, as `function` or `Type::function`; empty for the file itself.
    pub(crate) item: String,
    pub(crate) form: Form,
    /// The name of the offender, where it has one.
    pub(crate) detail: String,
}

/// All that is outside the subset in one file. Items under `cfg(test)` are free.
pub(crate) fn check(text: &str) -> syn::Result<Vec<Violation>> {
    let file: File = syn::parse_file(text)?;
    let mut checker = Checker::default();
    checker.visit_file(&file);
    let lines = text.lines().count();
    if lines > MAX_FILE_LINES {
        checker.found.push(Violation {
            line: lines,
            item: String::new(),
            form: Form::FileLength,
            detail: format!("{lines} lines"),
        });
    }
    Ok(checker.found)
}

#[derive(Default)]
struct Checker {
    items: Vec<String>,
    loops: usize,
    found: Vec<Violation>,
}

impl Checker {
    fn report(&mut self, span: Span, form: Form, detail: impl ToString) {
        self.found.push(Violation {
            line: span.start().line,
            item: self.items.join("::"),
            form,
            detail: detail.to_string(),
        });
    }

    /// Visits an item under its name, outside any loop around it.
    fn within(&mut self, name: Option<String>, visit: impl FnOnce(&mut Checker)) {
        let loops = std::mem::take(&mut self.loops);
        let depth = self.items.len();
        self.items.extend(name);
        visit(self);
        self.items.truncate(depth);
        self.loops = loops;
    }

    fn check_item(&mut self, item: &Item) {
        match item {
            Item::Static(_) | Item::Union(_) | Item::ForeignMod(_) | Item::ExternCrate(_) => {
                self.report(item.span(), Form::Item, "");
            }
            Item::Trait(item) => {
                if !TRAITS.iter().any(|name| item.ident == name) {
                    self.report(item.ident.span(), Form::TraitDefinition, &item.ident);
                }
                if let Some(token) = item.unsafety {
                    self.report(token.span, Form::Unsafe, "");
                }
            }
            Item::Impl(item) => {
                if let Some(token) = item.unsafety {
                    self.report(token.span, Form::Unsafe, "");
                }
                let implemented = item.trait_.as_ref().map(|(_, path, _)| path);
                if let Some(name) = implemented.and_then(|path| path.segments.last())
                    && !IMPLEMENTED_TRAITS.iter().any(|known| name.ident == known)
                {
                    self.report(name.span(), Form::TraitImplementation, &name.ident);
                }
            }
            Item::Struct(item) => {
                if matches!(&item.fields, Fields::Unnamed(fields) if fields.unnamed.len() > 1) {
                    self.report(item.ident.span(), Form::TupleStruct, "");
                }
            }
            _ => {}
        }
    }

    fn check_function(&mut self, signature: &Signature, block: &Block) {
        let lines = lines(signature.span(), block.span());
        if lines > MAX_FUNCTION_LINES && !is_one_match(block, lines) {
            let detail = format!("{lines} lines");
            self.report(signature.ident.span(), Form::FunctionLength, detail);
        }
    }

    fn check_method(&mut self, span: Span, name: &str) {
        if ITERATOR_METHODS.contains(&name) {
            self.report(span, Form::IteratorMethod, name);
        } else if PANICKING_METHODS.contains(&name) {
            self.report(span, Form::PanickingCall, name);
        } else if name.ends_with("_mut") {
            self.report(span, Form::MutableReference, name);
        }
    }

    /// The way out of a loop that this expression is.
    fn check_exit(&mut self, expr: &Expr) {
        let exit = match expr {
            Expr::Return(_) => "return",
            Expr::Break(_) => "break",
            Expr::Continue(_) => "continue",
            Expr::Try(_) => "?",
            _ => return,
        };
        if self.loops > 0 {
            self.report(expr.span(), Form::LoopExit, exit);
        }
    }

    fn check_for(&mut self, expr: &ExprForLoop) {
        let is_range = matches!(unparenthesised(&expr.expr), Expr::Range(range)
            if range.start.is_some() && range.end.is_some());
        if !is_range {
            self.report(expr.expr.span(), Form::ForOverNonRange, "");
        }
        self.visit_pat(&expr.pat);
        self.visit_expr(&expr.expr);
        self.loops += 1;
        self.visit_block(&expr.body);
        self.loops -= 1;
    }

    /// A macro's arguments are code, too: those of the permitted macros are read as expressions.
    fn check_arguments(&mut self, mac: &Macro) -> syn::Result<()> {
        let tokens = mac.tokens.clone();
        if mac.path.is_ident("matches") {
            let (value, pattern, guard) = parse_matches.parse2(tokens)?;
            self.visit_expr(&value);
            self.visit_pat(&pattern);
            guard.iter().for_each(|guard| self.visit_expr(guard));
        } else {
            let arguments = parse_arguments.parse2(tokens)?;
            arguments.iter().for_each(|value| self.visit_expr(value));
        }
        Ok(())
    }
}

impl<'ast> Visit<'ast> for Checker {
    fn visit_item(&mut self, item: &'ast Item) {
        let (name, attributes) = describe(item);
        if !is_test_only(attributes) {
            self.within(name, |checker| {
                checker.check_item(item);
                visit::visit_item(checker, item);
            });
        }
    }

    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.check_function(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        if let Some(name) = &item.ident {
            self.report(name.span(), Form::MacroDefinition, name);
        } else {
            self.visit_macro(&item.mac);
        }
    }

    fn visit_impl_item(&mut self, item: &'ast ImplItem) {
        match item {
            ImplItem::Fn(function) => {
                self.within(Some(function.sig.ident.to_string()), |checker| {
                    checker.check_function(&function.sig, &function.block);
                    visit::visit_impl_item(checker, item);
                });
            }
            ImplItem::Type(_) => {
                self.report(item.span(), Form::AssociatedType, "");
                visit::visit_impl_item(self, item);
            }
            _ => visit::visit_impl_item(self, item),
        }
    }

    fn visit_trait_item(&mut self, item: &'ast TraitItem) {
        match item {
            TraitItem::Type(_) | TraitItem::Const(_) => {
                self.report(item.span(), Form::AssociatedType, "");
            }
            TraitItem::Fn(function) if function.default.is_some() => {
                self.report(item.span(), Form::DefaultMethod, &function.sig.ident);
            }
            _ => {}
        }
        visit::visit_trait_item(self, item);
    }

    fn visit_signature(&mut self, signature: &'ast Signature) {
        if let Some(token) = signature.unsafety {
            self.report(token.span, Form::Unsafe, "");
        }
        if let Some(token) = signature.asyncness {
            self.report(token.span, Form::Async, "");
        }
        let parameters = signature.inputs.len();
        if parameters > MAX_PARAMETERS {
            self.report(signature.ident.span(), Form::Parameters, parameters);
        }
        visit::visit_signature(self, signature);
    }

    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let permitted = if attribute.path().is_ident("cfg") {
            attribute.parse_args().is_ok_and(|meta| is_permitted(&meta))
        } else if attribute.path().is_ident("cfg_attr") {
            attribute
                .parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated)
                .is_ok_and(|metas| metas.first().is_some_and(is_permitted))
        } else {
            true
        };
        if !permitted {
            self.report(attribute.span(), Form::Cfg, "");
        }
    }

    fn visit_expr(&mut self, expr: &'ast Expr) {
        self.check_exit(expr);
        match expr {
            Expr::Unsafe(_) => self.report(expr.span(), Form::Unsafe, ""),
            Expr::Async(_) | Expr::Await(_) => self.report(expr.span(), Form::Async, ""),
            Expr::Closure(_) => self.report(expr.span(), Form::Closure, ""),
            Expr::Loop(_) | Expr::While(_) => self.report(expr.span(), Form::Loop, ""),
            Expr::Index(_) => self.report(expr.span(), Form::Index, ""),
            Expr::RawAddr(_) => self.report(expr.span(), Form::MutableReference, ""),
            Expr::Reference(reference) if reference.mutability.is_some() => {
                self.report(expr.span(), Form::MutableReference, "");
            }
            Expr::MethodCall(call) => {
                self.check_method(call.method.span(), &call.method.to_string());
            }
            Expr::Binary(binary) if matches!(*binary.left, Expr::Let(_)) || matches!(*binary.right, Expr::Let(_)) => {
                self.report(expr.span(), Form::LetChain, "");
            }
            Expr::ForLoop(for_loop) => return self.check_for(for_loop),
            _ => {}
        }
        visit::visit_expr(self, expr);
    }

    fn visit_expr_path(&mut self, expr: &'ast syn::ExprPath) {
        // A method named by its type, `Option::unwrap`, is a method still.
        let mut names = expr.path.segments.iter().rev().map(|part| &part.ident);
        if let (Some(method), Some(owner)) = (names.next(), names.next())
            && owner.to_string().starts_with(char::is_uppercase)
        {
            self.check_method(method.span(), &method.to_string());
        }
        visit::visit_expr_path(self, expr);
    }

    fn visit_pat(&mut self, pattern: &'ast Pat) {
        match pattern {
            Pat::Slice(_) => self.report(pattern.span(), Form::SlicePattern, ""),
            Pat::Ident(ident) => {
                if ident.subpat.is_some() {
                    self.report(pattern.span(), Form::AtPattern, "");
                }
                if ident.by_ref.is_some() && ident.mutability.is_some() {
                    self.report(pattern.span(), Form::MutableReference, "");
                }
            }
            _ => {}
        }
        visit::visit_pat(self, pattern);
    }

    fn visit_type(&mut self, of: &'ast Type) {
        if matches!(of, Type::TraitObject(_)) {
            self.report(of.span(), Form::Dyn, "");
        }
        visit::visit_type(self, of);
    }

    fn visit_type_reference(&mut self, reference: &'ast TypeReference) {
        if reference.mutability.is_some() && !is_formatter(&reference.elem) {
            self.report(reference.span(), Form::MutableReference, "");
        }
        visit::visit_type_reference(self, reference);
    }

    fn visit_path(&mut self, path: &'ast Path) {
        for part in &path.segments {
            let name = part.ident.to_string();
            if INTERIOR_MUTABILITY.contains(&name.as_str()) || name.starts_with("Atomic") {
                self.report(part.span(), Form::InteriorMutability, name);
            }
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, mac: &'ast Macro) {
        let name = mac.path.segments.last().map(|part| part.ident.to_string());
        let name = name.unwrap_or_default();
        if PANICKING_MACROS.contains(&name.as_str()) {
            self.report(mac.span(), Form::PanickingCall, name);
        } else if !MACROS.contains(&name.as_str()) || self.check_arguments(mac).is_err() {
            self.report(mac.span(), Form::Macro, name);
        }
    }
}

/// The number of lines from the start of one span to the end of another.
fn lines(first: Span, last: Span) -> usize {
    last.end().line + 1 - first.start().line
}

/// Whether a function of so many lines ends in a `match`, of arms of ordinary length, that makes up most of it.
fn is_one_match(block: &Block, length: usize) -> bool {
    match block.stmts.last() {
        Some(Stmt::Expr(Expr::Match(cases), None)) => {
            length - lines(cases.span(), cases.span()) <= MAX_LINES_AROUND_MATCH
                && cases.arms.iter().all(|arm| lines(arm.span(), arm.span()) <= MAX_FUNCTION_LINES)
        }
        _ => false,
    }
}

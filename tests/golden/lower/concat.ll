; ModuleID = 'rules'
source_filename = "rules"

@0 = private unnamed_addr constant [15 x i8] c", of the family"

; Function Attrs: nounwind uwtable
define void @idx_loop_0_0(ptr %0, i32 %1, ptr %2, ptr %3, ptr %4) #0 {
entry:
  %parts = alloca [2 x [2 x i64]], align 8
  %local4 = alloca i64, align 8
  %local3 = alloca ptr, align 8
  %local2 = alloca i64, align 8
  %local = alloca ptr, align 8
  %5 = zext i32 %1 to i64
  %6 = load ptr, ptr %0, align 1
  %7 = getelementptr inbounds i8, ptr %0, i64 16
  %8 = load ptr, ptr %7, align 1
  %9 = load ptr, ptr %2, align 1
  %10 = getelementptr inbounds i8, ptr %2, i64 8
  %11 = load ptr, ptr %10, align 1
  %12 = getelementptr inbounds i8, ptr %6, i64 16
  %13 = load ptr, ptr %12, align 1
  %14 = getelementptr inbounds i8, ptr %3, i64 112
  %15 = load i64, ptr %14, align 1
  br label %row

row:                                              ; preds = %next, %entry
  %row1 = phi i64 [ 0, %entry ], [ %62, %next ]
  %16 = icmp ult i64 %row1, %5
  br i1 %16, label %functions, label %exit

functions:                                        ; preds = %row
  %17 = icmp eq ptr %8, null
  br i1 %17, label %21, label %selected

selected:                                         ; preds = %functions
  %18 = getelementptr inbounds i32, ptr %8, i64 %row1
  %19 = load i32, ptr %18, align 4
  %20 = zext i32 %19 to i64
  br label %21

21:                                               ; preds = %selected, %functions
  %22 = phi i64 [ %row1, %functions ], [ %20, %selected ]
  %23 = lshr i64 %22, 3
  %24 = and i64 %22, 7
  %25 = shl i64 1, %24
  store i64 %15, ptr %3, align 1
  %26 = getelementptr inbounds i8, ptr %3, i64 40
  %27 = load ptr, ptr %26, align 1
  %28 = load i64, ptr %27, align 1
  %29 = getelementptr inbounds i8, ptr %27, i64 16
  %30 = load i64, ptr %29, align 1
  %31 = getelementptr inbounds i8, ptr %27, i64 24
  %32 = load i64, ptr %31, align 1
  %33 = sub i64 %28, %30
  %34 = add i64 %32, %33
  %35 = getelementptr inbounds i8, ptr %3, i64 104
  store i64 %34, ptr %35, align 1
  store ptr %6, ptr %local, align 8
  store i64 %22, ptr %local2, align 4
  %36 = mul i64 %22, 16
  %37 = getelementptr inbounds i8, ptr %13, i64 %36
  %38 = load i64, ptr %37, align 1
  %39 = getelementptr inbounds i8, ptr %37, i64 8
  %40 = load i64, ptr %39, align 1
  store i64 %38, ptr %parts, align 1
  %41 = getelementptr inbounds i8, ptr %parts, i64 8
  store i64 %40, ptr %41, align 1
  %42 = getelementptr inbounds i8, ptr %parts, i64 16
  store i64 7381153687634182159, ptr %42, align 1
  %43 = getelementptr inbounds i8, ptr %42, i64 8
  store i64 ptrtoint (ptr @0 to i64), ptr %43, align 1
  %44 = call { i64, i64 } @idx_rt_concat2(ptr %3, ptr %parts)
  %45 = getelementptr inbounds i8, ptr %3, i64 8
  %46 = load i32, ptr %45, align 1
  %47 = icmp ne i32 %46, 0
  br i1 %47, label %failed, label %48

48:                                               ; preds = %21
  %49 = extractvalue { i64, i64 } %44, 0
  %50 = extractvalue { i64, i64 } %44, 1
  %51 = trunc i64 %49 to i32
  %52 = icmp ne i32 %51, 0
  br i1 %52, label %set, label %none

set:                                              ; preds = %48
  %53 = mul i64 %row1, 16
  %54 = getelementptr inbounds i8, ptr %9, i64 %53
  store i64 %49, ptr %54, align 1
  %55 = getelementptr inbounds i8, ptr %54, i64 8
  store i64 %50, ptr %55, align 1
  %56 = getelementptr inbounds i8, ptr %11, i64 %row1
  store i8 1, ptr %56, align 1
  br label %61

none:                                             ; preds = %48
  %57 = mul i64 %row1, 16
  %58 = getelementptr inbounds i8, ptr %9, i64 %57
  store i64 0, ptr %58, align 1
  %59 = getelementptr inbounds i8, ptr %58, i64 8
  store i64 0, ptr %59, align 1
  %60 = getelementptr inbounds i8, ptr %11, i64 %row1
  store i8 0, ptr %60, align 1
  br label %61

61:                                               ; preds = %none, %set
  br label %return

return:                                           ; preds = %61
  br label %next

next:                                             ; preds = %fail, %return
  %62 = add i64 %row1, 1
  br label %row

exit:                                             ; preds = %row
  ret void

fail:                                             ; preds = %failed
  %63 = trunc i64 %row1 to i32
  call void @idx_rt_row_failed(ptr %4, i32 0, i32 %63)
  br label %next

failed:                                           ; preds = %21
  %64 = getelementptr inbounds i8, ptr %3, i64 12
  store i32 0, ptr %64, align 1
  br label %fail
}

; Function Attrs: nounwind
declare { i64, i64 } @idx_rt_concat2(ptr, ptr) #1

; Function Attrs: nounwind
declare void @idx_rt_row_failed(ptr, i32, i32) #1

attributes #0 = { nounwind uwtable }
attributes #1 = { nounwind }
